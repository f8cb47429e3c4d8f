//! A specimen made: workbooks written, collected, reckoned, composed, set and drawn, in this process.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use tongbao::articles::{self, Texts};
use tongbao::collect::{Inbox, collect};
use tongbao::compose::{Document, add_articles, compose};
use tongbao::model::{Correction, Day, Edition};
use tongbao::plan::{self, PageStyle, Plan};
use tongbao::reckon::{Past, Record, Standings, changes, reckon};
use tongbao::render::{Meta, render};
use tongbao::typeset::{Faces, divided, typeset};

use super::charts::Told;

/// The bulletin that is to be shown.
pub struct Specimen {
    /// names its file
    pub name: String,
    /// what somebody should look at
    pub shows: &'static str,
    /// the districts' names, each with @ and its group if it has one
    pub districts: Vec<String>,
    /// how many of four measures
    pub measures: usize,
    /// further lines of the plan
    pub plan: String,
    /// a style file of its own
    pub style: Option<&'static str>,
    /// every so-manieth district sends nothing on the second day; 0 for none
    pub silent: usize,
    /// streets of each district; 0 for a row of the district alone
    pub streets: usize,
    /// issued again as a correction
    pub corrected: bool,
    /// a history and figures of its own, in place of two days of workbooks
    pub told: Option<Told>,
    /// what becomes of the document before it is set
    pub altered: fn(&mut Document),
    /// the day's written texts and their pictures, by the names of their files
    pub texts: Vec<(String, Vec<u8>)>,
}

/// What came of it.
pub struct Made {
    pub pdf: Vec<u8>,
    pub style: PageStyle,
    /// what it says
    pub document: Document,
    /// columns of its articles
    pub columns: usize,
}

pub static FACES: LazyLock<Faces> = LazyLock::new(|| {
    Faces::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts"))
        .expect("the fonts are in the repository")
});

const MEASURES: [(&str, &str); 4] = [("户数", "户"), ("面积", "㎡"), ("投资额", "万元"), ("项目数", "个")];

impl Specimen {
    /// Five districts, two measures, as the reference has them.
    pub fn new(name: &str, shows: &'static str) -> Specimen {
        Specimen {
            name: name.to_owned(),
            shows,
            districts: ["魏都区", "建安区", "市城乡一体化示范区", "国家许昌经济技术开发区", "东城区"]
                .map(str::to_owned)
                .to_vec(),
            measures: 2,
            plan: String::new(),
            style: None,
            silent: 0,
            streets: 0,
            corrected: false,
            told: None,
            altered: |_| {},
            texts: Vec::new(),
        }
    }

    pub fn plan(mut self, lines: &str) -> Specimen {
        self.plan.push_str(lines);
        self.plan.push('\n');
        self
    }

    /// A written text of the day.
    pub fn text(self, name: &str, text: &str) -> Specimen {
        self.file(name, text.as_bytes().to_vec())
    }

    /// A file in the day's folder of written texts.
    pub fn file(mut self, name: &str, bytes: Vec<u8>) -> Specimen {
        self.texts.push((name.to_owned(), bytes));
        self
    }

    /// So many districts with names of so many characters.
    pub fn districts(mut self, many: usize, length: usize) -> Specimen {
        const NAMES: &str = "丁营塘坊灵井艾庄榆林河街将官池五女店尚集苏桥蒋李集椹涧桂村张潘陈曹小召邓庄长村半截河\
                             国家经济技术开发区城乡一体化示范先行产业集聚新区管理委员会街道办事处";
        let stock: Vec<char> = NAMES.chars().filter(|c| !c.is_whitespace() && *c != '一').collect();
        let digits: Vec<char> = "零一二三四五六七八九".chars().collect();
        self.districts = (0..many)
            .map(|i| {
                // the number makes each name unlike the others
                let number: String = i.to_string().bytes().map(|b| digits[usize::from(b - b'0')]).collect();
                let rest = length.saturating_sub(number.chars().count() + usize::from(length > 3));
                let name: String = stock.iter().cycle().skip(i * 5 % stock.len()).take(rest).collect();
                let end = if length > 3 { "镇" } else { "" };
                format!("{name}{number}{end}")
            })
            .collect();
        self
    }

    pub fn make(&self) -> Made {
        let folder = tempfile::tempdir().unwrap();
        let plan = self.read_plan(folder.path());
        let days: [Day; 2] = ["2021-07-13".parse().unwrap(), "2021-07-14".parse().unwrap()];
        let record = |standings: &Standings, edition: &Edition| Record::of(standings, edition, &[]);
        let (standings, past) = self.told.map(|told| told.standings(&plan)).unwrap_or_else(|| {
            let first = self.standings(&plan, folder.path(), days[0], 1, &[]);
            let past = vec![Past::from(record(&first, &plan.edition(66, days[0])))];
            (self.standings(&plan, folder.path(), days[1], 2, &past), past)
        });
        let mut edition = plan.edition(67, days[1]);
        if self.corrected {
            let less = Specimen { silent: 3, ..Specimen::new("", "") }.with(&self.districts);
            let before = less.standings(&plan, folder.path(), days[1], 3, &past);
            let (old, new) = (record(&before, &edition), record(&standings, &edition));
            let replaces = edition.label();
            edition.revision = 1;
            edition.correction = Some(Correction {
                reason: "部分单位补报、更正数据".into(),
                replaces,
                changes: changes(&old, &new),
            });
        }
        let mut document = compose(&standings, &edition, &plan);
        (self.altered)(&mut document);
        let texts = self.read_texts(&plan, folder.path(), days[1]);
        add_articles(&mut document, &texts, &plan);
        let document = divided(&document, &plan.style, &FACES);
        let layout = typeset(&document, &plan.style, &FACES).unwrap_or_else(|e| panic!("{}: {e}", self.name));
        assert_eq!(layout.missing, [], "{}", self.name);
        let pdf = render(&layout, &FACES, &meta(&self.name)).unwrap();
        let columns = plan.articles.map_or(1, |articles| usize::from(articles.columns));
        Made { pdf, style: plan.style, document, columns }
    }

    /// The day's articles, through the folder in which staff put them.
    fn read_texts(&self, plan: &Plan, folder: &Path, day: Day) -> Texts {
        let place = folder.join(format!("articles/{day}"));
        std::fs::create_dir_all(&place).unwrap();
        for (name, bytes) in &self.texts {
            std::fs::write(place.join(name), bytes).unwrap();
        }
        let texts = articles::read(plan, day);
        assert_eq!(texts.faults, [], "{}", self.name);
        texts
    }

    fn with(mut self, districts: &[String]) -> Specimen {
        self.districts = districts.to_vec();
        self
    }

    pub fn read_plan(&self, folder: &Path) -> Plan {
        let list = |items: Vec<String>| items.join("\n");
        // households and areas are 整治, money and projects are not
        let verb = |unit: &str| if ["户", "㎡"].contains(&unit) { "" } else { ", verb: 完成" };
        let measures =
            MEASURES[..self.measures].iter().map(|(n, u)| format!("  - {{name: {n}, unit: {u}{}}}", verb(u)));
        let districts = self.districts.iter().map(|d| match d.split_once('@') {
            Some((name, group)) => format!("  - {{name: {name}, group: {group}}}"),
            None => format!("  - {d}"),
        });
        let mut text = format!(
            "title: 中心城区房屋安全隐患集中整治工作通报\nissuer: 许昌市房屋安全整治工作指挥部办公室\n\
             cutoff: \"18:00\"\nfirst_issue: 66\ninbox: inbox/{{day}}\noutbox: out\narchive: kept\n\
             period: {{from: 2021-06-15, to: 2021-09-30}}\n\
             wording: {{scope: 全市中心城区, verb: 整治, object: 房屋安全隐患}}\n\
             measures:\n{}\ndistricts:\n{}\n",
            list(measures.collect()),
            list(districts.collect())
        );
        for line in self.plan.lines() {
            // a line of its own replaces the one that stands
            if let Some((key, _)) = line.split_once(": ").filter(|_| !line.starts_with(' ')) {
                text = text
                    .lines()
                    .filter(|l| !l.starts_with(&format!("{key}:")))
                    .map(|l| format!("{l}\n"))
                    .collect();
            }
            text += &format!("{line}\n");
        }
        if let Some(style) = self.style {
            std::fs::write(folder.join("own.yaml"), style).unwrap();
            text += "style: own.yaml\n";
        }
        let path = folder.join("specimen.yaml");
        std::fs::write(&path, text).unwrap();
        plan::load(&path).unwrap_or_else(|faults| panic!("{}: {faults}", self.name))
    }

    /// A street's part of its district's row: the last one has what division leaves.
    fn street(&self, row: &str, at: usize) -> String {
        const NAMES: [&str; 8] = ["西大", "南关", "北大", "七里店", "五一路", "高桥营", "丁庄", "文峰"];
        let name = match at / NAMES.len() {
            0 => format!("{}街道", NAMES[at]),
            round => format!("{}第{}社区", NAMES[at % NAMES.len()], round),
        };
        let many = self.streets;
        let part = |n: &str| {
            let n: usize = n.parse().unwrap();
            if at + 1 == many { n - n / many * (many - 1) } else { n / many }.to_string()
        };
        std::iter::once(name).chain(row.split(',').skip(1).map(part)).collect::<Vec<_>>().join(",")
    }

    /// Writes a day's workbooks, one a district, and reckons them.
    fn standings(&self, plan: &Plan, folder: &Path, day: Day, step: usize, past: &[Past]) -> Standings {
        let inbox: PathBuf = folder.join(format!("inbox{step}"));
        std::fs::create_dir_all(&inbox).unwrap();
        for (i, name) in self.districts.iter().enumerate() {
            let name = name.split('@').next().unwrap_or(name);
            if step != 1 && self.silent > 0 && i % self.silent == self.silent - 1 {
                continue;
            }
            let (mut head, mut row) = ("单位".to_owned(), name.to_owned());
            for (m, (measure, unit)) in MEASURES[..self.measures].iter().enumerate() {
                // figures that look like a campaign's: large tasks, uneven progress, some ties
                let task =
                    [900, 90_000, 12_000, 60][m] + (i * 7919 + m * 131) % ([2000, 200_000, 30_000, 80][m]);
                let before = task * ((i * 37 + m * 11) % 83) / 100;
                let today = if step == 1 { 0 } else { (task - before) * ((i + step) % 7) / 60 };
                head += &format!(
                    ",{measure}当日完成（{unit}）,{measure}累计完成（{unit}）,{measure}任务总数（{unit}）"
                );
                row += &format!(",{today},{},{task}", before + today);
            }
            let mut rows: Vec<String> = (0..self.streets).map(|street| self.street(&row, street)).collect();
            if self.streets > 0 {
                row = row.replacen(name, "合计", 1);
            }
            rows.push(row);
            let text = format!("{head}\n{}\n", rows.join("\n"));
            std::fs::write(inbox.join(format!("{name}.csv")), text).unwrap();
        }
        let collected = collect(plan, day, &Inbox::open(&inbox).unwrap());
        reckon(&collected, plan, day, past)
    }
}

fn meta(name: &str) -> Meta {
    Meta {
        title: format!("样张：{name}"),
        author: "tongbao".into(),
        subject: "specimen".into(),
        keywords: vec![],
        language: "zh-CN".into(),
        created: chrono::DateTime::parse_from_rfc3339("2021-07-14T18:00:00+08:00").unwrap(),
        producer: "tongbao".into(),
    }
}

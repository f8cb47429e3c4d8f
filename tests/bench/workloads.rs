//! The benchmarks' inboxes, the same bytes at every run.
//!
//! `bench-workloads DIR [--million]` writes a folder per case: `plan.yaml`, `inbox/2021-07-14/…`, and
//! `case.json`, which tells the competitors what tongbao finds out by itself: whose each file is, in which
//! style it is written, and the order of the districts.
//!
//! | case | what |
//! | --- | --- |
//! | five | the five workbooks of the reference bulletin, .xlsx .xls .ods, copied |
//! | many | 300 small summaries of 300 districts, two-level merged heads, two thirds with streets |
//! | ledgers | five ledgers of 20,000 households, 12 columns, shared strings, dates of two kinds |
//! | million | one ledger of 1,000,000 households (with `--million`) |

#![allow(clippy::disallowed_methods, reason = "fixtures are written plainly; nothing is published here")]

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet,
};
use serde_json::json;

type Done<T = ()> = Result<T, Box<dyn Error>>;

const DAY: &str = "2021-07-14";
const SAMPLES: &str = "tests/samples/xuchang/inbox/2021-07-14";

fn main() -> Done {
    let mut folder = None;
    let mut million = false;
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--million" => million = true,
            path => folder = Some(PathBuf::from(path)),
        }
    }
    let folder = folder.ok_or("usage: bench-workloads DIR [--million]")?;
    five(&Case::new(&folder, "five", 0)?)?;
    many(&Case::new(&folder, "many", 0)?)?;
    ledgers(&Case::new(&folder, "ledgers", 2)?, &["城东区", "城西区", "城南区", "城北区", "滨湖区"], 20_000)?;
    if million {
        ledgers(&Case::new(&folder, "million", 2)?, &["滨湖区"], 1_000_000)?;
    }
    Ok(())
}

// --- a case ------------------------------------------------------------------------------------

/// One workload: its folder, and how areas are printed.
struct Case {
    folder: PathBuf,
    name: &'static str,
    /// places of 面积
    decimals: u8,
}

/// A district as plan and competitors know it.
struct Sender {
    district: String,
    aliases: &'static [&'static str],
    file: String,
    style: &'static str,
}

impl Case {
    fn new(parent: &Path, name: &'static str, decimals: u8) -> Done<Case> {
        let folder = parent.join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(folder.join("inbox").join(DAY))?;
        Ok(Case { folder, name, decimals })
    }

    fn workbook(&self, file: &str) -> PathBuf {
        self.folder.join("inbox").join(DAY).join(file)
    }

    /// plan.yaml and case.json
    fn describe(&self, senders: &[Sender]) -> Done {
        let mut plan = format!(
            "title: 中心城区房屋安全隐患集中整治工作通报\n\
             issuer: 中心城区房屋安全隐患集中整治工作指挥部办公室\n\
             series: bench-{}\n\
             timezone: Asia/Shanghai\n\
             cutoff: \"18:00\"\n\
             first_issue: 67\n\
             inbox: inbox/{{day}}\n\
             outbox: outbox\n\
             archive: archive\n\
             measures:\n  \
               - {{name: 户数, unit: 户}}\n  \
               - {{name: 面积, unit: ㎡, decimals: {}}}\n\
             districts:\n",
            self.name, self.decimals
        );
        for sender in senders {
            match sender.aliases {
                [] => plan += &format!("  - {}\n", sender.district),
                some => {
                    plan += &format!("  - {{name: {}, aliases: [{}]}}\n", sender.district, some.join(", "));
                }
            }
        }
        fs::write(self.folder.join("plan.yaml"), plan)?;
        let districts: Vec<_> =
            senders.iter().map(|s| json!({"name": s.district, "file": s.file, "style": s.style})).collect();
        let case = json!({"name": self.name, "area_decimals": self.decimals, "districts": districts});
        fs::write(self.folder.join("case.json"), serde_json::to_string_pretty(&case)?)?;
        Ok(())
    }
}

// --- five --------------------------------------------------------------------------------------

fn five(case: &Case) -> Done {
    let sender = |district: &str, aliases, style| Sender {
        district: district.to_owned(),
        aliases,
        file: String::new(),
        style,
    };
    let mut senders = [
        sender("魏都区", &[], "weidu"),
        sender("建安区", &[], "jianan"),
        sender("市城乡一体化示范区", &["示范区"], "shifan"),
        sender("国家许昌经济技术开发区", &["经开区"], "kaifa"),
        sender("东城区", &[], "dongcheng"),
    ];
    for entry in fs::read_dir(SAMPLES)? {
        let file = entry?.file_name().into_string().map_err(|_| "a sample's name is no UTF-8")?;
        fs::copy(Path::new(SAMPLES).join(&file), case.workbook(&file))?;
        let sent = |s: &Sender| s.aliases.iter().chain([&s.district.as_str()]).any(|n| file.starts_with(n));
        let index = senders.iter().position(sent).ok_or_else(|| format!("whose is {file}?"))?;
        senders[index].file = file;
    }
    case.describe(&senders)
}

// --- many --------------------------------------------------------------------------------------

/// 户数 and 面积 of today, so far, and left.
#[derive(Clone, Copy, Default)]
struct Row {
    day: [u32; 2],
    done: [u32; 2],
    left: [u32; 2],
}

impl Row {
    fn made_up(chance: &mut Chance) -> Row {
        let households = [chance.within(0, 40), chance.within(40, 600), chance.within(0, 900)];
        let [day, done, left] = households.map(|n| [n, n * chance.within(70, 160)]);
        Row { day, done: [done[0] + day[0], done[1] + day[1]], left }
    }

    fn plus(self, other: Row) -> Row {
        let sum = |a: [u32; 2], b: [u32; 2]| [a[0] + b[0], a[1] + b[1]];
        Row {
            day: sum(self.day, other.day),
            done: sum(self.done, other.done),
            left: sum(self.left, other.left),
        }
    }

    /// task, day, done, left, each 户数 and 面积
    fn cells(self) -> [[u32; 2]; 4] {
        let task = [self.done[0] + self.left[0], self.done[1] + self.left[1]];
        [task, self.day, self.done, self.left]
    }
}

fn many(case: &Case) -> Done {
    let first: Vec<char> = "云青玉清龙凤金银桃梅兰松柏榆桐".chars().collect();
    let second: Vec<char> = "溪岭泉湖江河川坪阳阴源浦津洲港岗台桥亭庄".chars().collect();
    let mut chance = Chance(300);
    let mut senders = Vec::new();
    for index in 0..first.len() * second.len() {
        let kind = ["县", "区", "市"][index % 3];
        let district = format!("{}{}{kind}", first[index / second.len()], second[index % second.len()]);
        let file = format!("{district}房屋安全隐患整治日报（7月14日）.xlsx");
        let style = ["streets", "single", "total-first"][index % 3];
        let path = case.workbook(&file);
        match style {
            "streets" => summary(&path, &district, chance.within(6, 14), false, &mut chance)?,
            "single" => summary(&path, &district, 0, false, &mut chance)?,
            _ => summary(&path, &district, chance.within(3, 9), true, &mut chance)?,
        }
        senders.push(Sender { district, aliases: &[], file, style });
    }
    case.describe(&senders)
}

/// Title, unit line, two-level merged head, a row a street (or one for the district); the total below them
/// as formulas, or above them with areas in 万㎡.
fn summary(path: &Path, district: &str, streets: u32, total_first: bool, chance: &mut Chance) -> Done {
    let boxed = Format::new()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Thin);
    let heading = Format::new().set_align(FormatAlign::Center).set_bold().set_font_size(18);
    let plain = Format::new();
    let mut book = new_workbook()?;
    let sheet = book.add_worksheet();
    sheet.set_name("进度统计")?;
    sheet.merge_range(0, 0, 0, 9, &format!("{district}房屋安全隐患集中整治工作进度统计表"), &heading)?;
    let unit = if total_first { "" } else { "      单位：户、㎡" };
    let line = format!("填报单位：{district}整治办      填报时间：2021年7月14日18时{unit}");
    sheet.merge_range(1, 0, 1, 9, &line, &plain)?;
    sheet.merge_range(2, 0, 3, 0, "序号", &boxed)?;
    sheet.merge_range(2, 1, 3, 1, if streets == 0 { "单位" } else { "街道（镇）" }, &boxed)?;
    for (group, title) in ["排查总数", "当日整治", "累计整治", "剩余任务"].iter().enumerate()
    {
        let column = 2 + 2 * u16::try_from(group)?;
        sheet.merge_range(2, column, 2, column + 1, title, &boxed)?;
        sheet.write_with_format(3, column, "户数", &boxed)?;
        sheet.write_with_format(3, column + 1, if total_first { "面积（万㎡）" } else { "面积" }, &boxed)?;
    }
    let rows: Vec<Row> = (0..streets.max(1)).map(|_| Row::made_up(chance)).collect();
    let total = rows.iter().fold(Row::default(), |sum, row| sum.plus(*row));
    let mut at = 4;
    if total_first {
        sheet.merge_range(at, 0, at, 1, "合计", &boxed)?;
        figures(sheet, at, total, total_first, &boxed)?;
        at += 1;
    }
    for (number, row) in (1..).zip(&rows) {
        let name = if streets == 0 { district.to_owned() } else { street(number) };
        sheet.write_with_format(at, 0, number, &boxed)?;
        sheet.write_with_format(at, 1, name, &boxed)?;
        figures(sheet, at, *row, total_first, &boxed)?;
        at += 1;
    }
    if streets > 0 && !total_first {
        sheet.merge_range(at, 0, at, 1, "合计", &boxed)?;
        for (column, value) in (2_u16..).zip(total.cells().into_iter().flatten()) {
            let letter = char::from(b'A' + u8::try_from(column)?);
            let sum = Formula::new(format!("=SUM({letter}5:{letter}{at})")).set_result(value.to_string());
            sheet.write_formula_with_format(at, column, sum, &boxed)?;
        }
        at += 1;
    }
    sheet.write(at, 0, "审核人：          填报人：          联系电话：")?;
    book.save(path)?;
    Ok(())
}

fn figures(sheet: &mut Worksheet, at: u32, row: Row, in_ten_thousands: bool, format: &Format) -> Done {
    for (group, [households, area]) in (0_u16..).zip(row.cells()) {
        let area = if in_ten_thousands { f64::from(area) / 10_000.0 } else { f64::from(area) };
        sheet.write_with_format(at, 2 + 2 * group, households, format)?;
        sheet.write_with_format(at, 3 + 2 * group, area, format)?;
    }
    Ok(())
}

fn street(number: u32) -> String {
    let names = [
        "东关",
        "西关",
        "南关",
        "北关",
        "建设路",
        "人民路",
        "解放路",
        "文化路",
        "和平",
        "新华",
        "胜利",
        "光明",
        "红旗",
        "向阳",
    ];
    let index = usize::try_from(number - 1).unwrap_or(0);
    format!("{}街道", names[index % names.len()])
}

// --- ledgers -----------------------------------------------------------------------------------

fn ledgers(case: &Case, districts: &[&str], rows: u32) -> Done {
    let mut senders = Vec::new();
    for (seed, district) in (1..).zip(districts) {
        let file = format!("{district}房屋安全隐患台账.xlsx");
        ledger(&case.workbook(&file), district, rows, &mut Chance(seed))?;
        senders.push(Sender { district: (*district).to_owned(), aliases: &[], file, style: "ledger" });
    }
    case.describe(&senders)
}

/// A row a household; every seventh completion date typed as text, as some clerks do.
fn ledger(path: &Path, district: &str, rows: u32, chance: &mut Chance) -> Done {
    let surnames: Vec<char> = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗".chars().collect();
    let given: Vec<&str> =
        "建国 秀英 志强 桂兰 明 丽华 海波 玉珍 堃 国平 素梅 伟 红烨 永昌 䶮 春生".split(' ').collect();
    let streets = ["长村张街道", "龙湖街道", "东关街道", "西关街道", "文峰街道", "新兴街道"];
    let communities = ["周庄社区", "瑞昌社区", "屯里社区", "孙庄社区", "老户陈社区", "前进社区", "胜利社区"];
    let hazards = ["违章加层", "彩钢瓦", "D级危房", "广告牌松动", "楼顶违建"];
    let ways = ["拆除", "加固", "清空腾退"];
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let heading = Format::new().set_align(FormatAlign::Center).set_bold();

    let mut book = new_workbook()?;
    // rows go to disk as they come, strings are shared, as Excel and WPS do
    let sheet = book.add_worksheet_with_low_memory()?;
    sheet.set_name("台账")?;
    sheet.set_column_range_width(6, 9, 12)?;
    sheet.merge_range(0, 0, 0, 11, &format!("{district}房屋安全隐患排查整治台账"), &heading)?;
    let columns = [
        "序号",
        "编号",
        "户主姓名",
        "街道",
        "社区（村）",
        "房屋地址",
        "房屋面积（㎡）",
        "隐患类型",
        "排查日期",
        "整治方式",
        "整治完成日期",
        "备注",
    ];
    for (column, title) in (0..).zip(columns) {
        sheet.write(1, column, title)?;
    }
    for number in 1..=rows {
        let at = number + 1;
        let community = chance.one_of(&communities);
        sheet.write(at, 0, number)?;
        sheet.write(at, 1, format!("FW{number:07}"))?;
        sheet.write(at, 2, format!("{}{}", chance.one_of(&surnames), chance.one_of(&given)))?;
        sheet.write(at, 3, *chance.one_of(&streets))?;
        sheet.write(at, 4, *community)?;
        sheet.write(at, 5, format!("{community}{}组{number}号", chance.within(1, 9)))?;
        sheet.write(at, 6, f64::from(chance.within(4_000, 32_000)) / 100.0)?;
        sheet.write(at, 7, *chance.one_of(&hazards))?;
        let found = ExcelDateTime::from_ymd(2021, 5, u8::try_from(chance.within(10, 31))?)?;
        sheet.write_datetime_with_format(at, 8, found, &date)?;
        if chance.within(1, 100) <= 45 {
            // 15 June to 14 July
            let later = chance.within(0, 29);
            let (month, day) = if later < 16 { (6, 15 + later) } else { (7, later - 15) };
            sheet.write(at, 9, *chance.one_of(&ways))?;
            if number % 7 == 0 {
                sheet.write(at, 10, format!("2021.{month}.{day}"))?;
            } else {
                let done = ExcelDateTime::from_ymd(2021, u8::try_from(month)?, u8::try_from(day)?)?;
                sheet.write_datetime_with_format(at, 10, done, &date)?;
            }
        }
        if number % 10 == 0 {
            sheet.write(at, 11, "已签承诺书")?;
        }
    }
    book.save(path)?;
    Ok(())
}

// --- what makes them the same at every run -----------------------------------------------------

/// A workbook made at a fixed time.
fn new_workbook() -> Done<Workbook> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(2021, 7, 14)?.and_hms(18, 0, 0)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    Ok(book)
}

/// SplitMix64, seeded: numbers that look like chance and are the same everywhere.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From `low` to `high`, both in.
    fn within(&mut self, low: u32, high: u32) -> u32 {
        let span = u64::from(high - low) + 1;
        low + u32::try_from(self.next() % span).unwrap_or(0)
    }

    fn one_of<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[usize::try_from(self.next() % of.len() as u64).unwrap_or(0)]
    }
}

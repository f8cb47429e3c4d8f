//! Specimens of the three shells: sizes, names, corrections, districts that sent nothing, styles of one's own.

use tongbao::compose::{Block, Span};

use super::made::Specimen;

/// 简报.
pub fn briefs() -> Vec<Specimen> {
    let mut all = vec![
        Specimen::new("简报", "the reference: masthead, table, text, chart in two pages"),
        Specimen { corrected: true, ..Specimen::new("简报更正", "a correction: 更正1, what it changes, then all as usual") },
        Specimen { silent: 2, ..Specimen::new("简报未报", "districts that sent nothing: carried, marked, listed") },
        Specimen::new("简报点名", "criticism turned on, many named").plan("criticism: true\nnamed: 5").districts(12, 5),
        Specimen {
            districts: ["㛃水镇", "𬭎阳街道", "堃城区", "䶮山街道", "㙘头镇"].map(str::to_owned).to_vec(),
            ..Specimen::new("简报生僻字", "characters beyond the usual fonts")
        }
        .plan("title: 关于王堃、魏琦等同志工作进展的通报"),
        Specimen::new("简报一区", "one district alone").districts(1, 3),
        Specimen { measures: 1, ..Specimen::new("简报一项", "one measure: a narrow table") },
        Specimen { measures: 4, ..Specimen::new("简报四项", "four measures: two tables of the same rows") },
        Specimen { measures: 3, silent: 4, ..Specimen::new("简报三项", "three measures over 30 districts").districts(30, 4) },
        Specimen { streets: 6, ..Specimen::new("简报街道", "a table of streets for each district") }
            .plan("streets: table"),
        Specimen { streets: 60, ..Specimen::new("简报百街", "streets over pages").districts(2, 4) }
            .plan("streets: table"),
        Specimen {
            style: Some(OWN),
            ..Specimen::new("自定版式", "a style of one's own: green, narrow margins, 小四, numbers in the middle")
        },
        Specimen::new("简报长名", "long names of everything")
            .plan("title: 关于许昌市中心城区房屋安全隐患集中整治百日攻坚专项行动工作进展情况的通报")
            .plan("masthead: 许昌市中心城区房屋安全隐患集中整治百日攻坚专项行动工作简报")
            .plan("issuer: 许昌市中心城区房屋安全隐患集中整治百日攻坚专项行动工作领导小组指挥部办公室综合协调组"),
    ];
    for (many, length) in [(2, 2), (8, 6), (12, 11), (20, 20), (40, 4), (10, 30), (100, 5), (200, 3)] {
        all.push(
            Specimen::new(&format!("简报{many}区{length}字"), "districts and the length of their names")
                .districts(many, length),
        );
    }
    all
}

/// 公文.
pub fn officials() -> Vec<Specimen> {
    let official = |name: &str, shows, lines: &str| {
        Specimen::new(name, shows)
            .plan("shell: 公文")
            .plan(&format!("official:\n  number: 许整治办〔{{year}}〕{{n}}号\n{lines}"))
    };
    let cc = "  cc: 市委办公室，市人大常委会办公室，市政府办公室，市政协办公室，市监察委员会，市中级人民法院，市人民检察院\n  printer: 许昌市住房和城乡建设局办公室";
    let to = "  to: 各县（市、区）人民政府，市城乡一体化示范区、国家许昌经济技术开发区、东城区管委会，市人民政府各部门";
    vec![
        official(
            "公文",
            "all elements of a 下行文",
            &format!(
                "  copy: \"000001\"\n  secrecy: 秘密★1年\n  urgency: 特急\n{to}\n  remark: 此件发至县团级\n{cc}"
            ),
        ),
        official(
            "公文上行",
            "签发人 beside the number; the table in the text",
            &format!("  signer: 王堃\n  to: 省住房和城乡建设厅\n  table: 正文\n{cc}"),
        )
        .plan("title: 关于中心城区房屋安全隐患集中整治工作进展情况的报告"),
        official(
            "公文印章",
            "space for a seal, the issuer centred on the date",
            &format!("{to}\n  seal: true"),
        ),
        official("公文最简", "number alone: no 版记", "  table: 正文"),
        Specimen {
            altered: |document| document.blocks = text(4),
            ..official("公文长文", "whole pages of text: 22 lines of 28 characters", &format!("{to}\n{cc}"))
        },
        Specimen {
            altered: |document| {
                document.blocks = text(12);
                if let Some(official) = &mut document.official {
                    official.annexes.clear();
                }
            },
            ..official("公文空白页", "the 版记 may need a blank page before it", &format!("{to}\n{cc}"))
        },
        Specimen {
            measures: 3,
            silent: 5,
            ..official(
                "公文横表",
                "a turned 附件: its head to the binding edge, its number at the sheet's foot",
                &format!("{to}\n{cc}"),
            )
            .districts(40, 6)
        },
        Specimen {
            measures: 4,
            ..official(
                "公文四项",
                "an 附件 of four measures: two tables of the same rows",
                &format!("{to}\n{cc}"),
            )
            .districts(12, 6)
        },
        Specimen {
            streets: 6,
            ..official("公文街道", "the streets' tables are one 附件", &format!("{to}\n{cc}"))
                .plan("streets: table")
        },
        official("公文多区", "an 附件 of 60 districts over pages", &format!("{to}\n{cc}")).districts(60, 5),
        Specimen { corrected: true, ..official("公文更正", "a correction", &format!("{to}\n{cc}")) },
        official("公文长题", "title and issuer of many characters", &format!("{to}\n{cc}"))
            .plan("title: 关于许昌市中心城区房屋安全隐患集中整治百日攻坚专项行动工作进展情况的通报")
            .plan("issuer: 许昌市中心城区房屋安全隐患集中整治百日攻坚专项行动工作领导小组指挥部办公室"),
    ]
}

/// 附表.
pub fn tables() -> Vec<Specimen> {
    let table = |name: &str, shows| Specimen::new(name, shows).plan("shell: 附表");
    let mut all = vec![
        table("附表", "the table alone"),
        Specimen { measures: 3, ..table("附表横排", "turned, with its title").districts(16, 9) },
        Specimen { measures: 4, ..table("附表四项", "two tables under one title").districts(16, 9) },
        Specimen { corrected: true, ..table("附表更正", "a correction of a lone table") },
        Specimen {
            districts: [
                "魏都区@县市区",
                "建安区@县市区",
                "示范区@功能区",
                "经开区@功能区",
                "襄城县@县",
                "鄢陵县@县",
            ]
            .map(str::to_owned)
            .to_vec(),
            ..table("附表分组", "three groups ranked apart")
        },
    ];
    for (many, length) in [(5, 30), (60, 4), (150, 7)] {
        all.push(
            table(&format!("附表{many}区{length}字"), "districts and the length of their names")
                .districts(many, length),
        );
    }
    all
}

/// An office's own style.
pub const OWN: &str = "shell: 简报\nmargins: {top: 25mm, binding: 22mm}\n\
    area: {width: 166mm, height: 242mm, lines: 30, characters: 39}\nbody: {size: 小四}\n\
    masthead: {size: 34pt, color: \"#0b6b3a\", font: 黑体, above: 0mm, spread: 70%}\n\
    red_line: {color: \"#0b6b3a\", width: 0.8mm}\ntitle: {font: 黑体, size: 小二, above: 1行, below: 0.5行}\n\
    chart: {color: \"#0b6b3a\", shades: [\"#d8ecdf\", \"#8cc4a0\", \"#2f7a50\", \"#06502a\"]}\n\
    headings: [{font: 小标宋}]\npage_number: {place: 居中, form: \"第 {n} 页\"}\n";

/// Paragraphs with what makes lines hard to fill: marks, figures, units, dates.
fn text(many: usize) -> Vec<Block> {
    const SENTENCES: [&str; 3] = [
        "截至7月14日18时，全市中心城区累计整治房屋安全隐患5900户、216943㎡，占任务总数的50.47%、40.94%；当日整治414户、20857㎡。各区要按照“拆、改、固、修”四种方式，逐户建立台账（BIM Model 3.2版），实行销号管理，确保9月30日前完成全部任务。",
        "“截至目前，我们共排查出存在安全隐患的房屋863户，已拆除整治500户，完成率接近60%，预计10天内能够完成剩余任务。”7月13日，市城乡一体化示范区魏武街道办事处党工委书记刘红烨接受采访时说：“群众的事就是天大的事……一户也不能少！”",
        "整治工作9月30日结束——尚余78天，日均需完成75户、4012㎡；《许昌市中心城区房屋安全隐患集中整治实施方案》明确：对逾期未完成的，按有关规定处理（另有规定的除外）。",
    ];
    let mut blocks = Vec::new();
    for i in 0..many {
        if i % 3 == 0 {
            let first = [
                "一、摸清底数，全面排查到户",
                "二、分类整治，压实属地责任",
                "三、严格督导，确保按期清零",
                "四、总结经验，健全长效机制",
            ];
            blocks.push(Block::Heading { level: 1, text: first[i / 3 % 4].into() });
        }
        if let Some(second) = [Some("（一）提高认识"), None, Some("（二）抓好落实")][i % 3] {
            blocks.push(Block::Heading { level: 2, text: second.into() });
        }
        blocks.push(Block::Paragraph(vec![Span::plain(SENTENCES[i % 3].repeat(2))]));
    }
    blocks
}

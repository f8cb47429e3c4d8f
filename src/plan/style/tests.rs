//! What offices write into style files, and what they are told.

use std::path::Path;

use super::*;
use crate::model::{Color, Length};

fn read(text: &str) -> PageStyle {
    PageStyle::parse(text, Path::new("a.yaml")).unwrap_or_else(|faults| panic!("{faults}"))
}

fn told(text: &str) -> Vec<String> {
    let faults = PageStyle::parse(text, Path::new("a.yaml")).expect_err(text).to_string();
    faults.split("error: a.yaml:").skip(1).map(|fault| fault.trim().replace("\n  hint: ", " | ")).collect()
}

#[test]
fn the_shipped_styles_are_whole() {
    for (shell, name, text) in SHIPPED {
        let style = style(text, Path::new(name), true).unwrap_or_else(|faults| panic!("{faults}"));
        assert_eq!(style.shell, shell);
    }
}

#[test]
fn twenty_two_lines_of_twenty_eight_characters_fill_the_type_area() {
    for shell in [Shell::Official, Shell::TableOnly] {
        let style = PageStyle::of(shell);
        assert!(
            style.pitch * 22 <= style.area_height && style.pitch * 22 > style.area_height - style.pitch / 100
        );
        assert!(style.body * 28 <= style.area_width && style.body * 28 > style.area_width - style.body / 100);
        assert_eq!(format!("{:?}", style.pitch), "28.990pt");
    }
}

#[test]
fn a_brief_has_twenty_three_lines_of_thirty_whole_characters_in_even_margins() {
    let style = PageStyle::of(Shell::Brief);
    assert_eq!(style.body * 30, style.area_width);
    assert_eq!(format!("{:?}", style.pitch), "28.990pt");
    assert_eq!(style.binding * 2 + style.area_width, style.paper_width);
}

#[test]
fn a_style_of_ones_own_says_what_differs() {
    let style = read(
        "shell: 公文\nmasthead: {color: \"#d40000\", size: 小初}\nheadings: [{font: 楷体, size: 小三}]\n\
         margins: {binding: 居中}\npage_number: {place: 居中, form: '{n}'}\ntitle: {above: 1.5行}\n",
    );
    let shipped = PageStyle::of(Shell::Official);
    assert_eq!((style.red, style.masthead), (Color::rgb(0xd4, 0, 0), Length::pt(36)));
    assert_eq!((style.heading_voices[0], style.heading_sizes[0]), (Voice::Kai, Length::pt(15)));
    assert_eq!(style.heading_voices[1..], shipped.heading_voices[1..]);
    assert_eq!(style.binding, Length::mm(27));
    assert_eq!((style.page_number_place, style.page_number_around.0.as_str()), (PageNumberPlace::Middle, ""));
    assert_eq!(read("shell: 公文\nnote: {size: 21pt}").note_pitch, shipped.note_pitch * 2);
    assert_eq!(style.title_drop, style.pitch * 3 / 2);
    assert_eq!((style.top, style.red_line_color), (shipped.top, shipped.red_line_color));
}

#[test]
fn headings_are_as_large_as_the_body_unless_they_say_otherwise() {
    let style = read(
        "shell: 公文\nbody: {size: 小四}\narea: {characters: 36, lines: 30}\nheadings: [{font: 楷体}, {size: 五号}]",
    );
    assert_eq!(
        style.heading_sizes.map(|s| format!("{s:?}")),
        ["12.000pt", "10.500pt", "12.000pt", "12.000pt"]
    );
}

#[test]
fn two_characters_of_indent_are_two_of_the_offices_own_size() {
    let style = read("shell: 简报\nbody: {size: 小四}");
    assert_eq!((style.indent, style.body * 2), (Length::pt(24), Length::pt(24)));
    assert_eq!(read("shell: 简报\nbody: {size: 小四, indent: 30pt}").indent, Length::pt(30));
}

#[test]
fn all_faults_of_a_style_are_told_at_once() {
    assert_eq!(
        told(
            "shell: 简报\nmargin: {top: 3mm}\nmasthead: {colour: red, size: 38}\nbody: {font: 宋体, size: 2字}\n\
             red_line: {color: #c81010\n}\ntable: {sizes: [9pt, 五号], least: 2pt}\ntitle: {pitch: 1em}\n\
             page_number: {place: 左, form: '- 1 -'}\n"
        ),
        [
            "2:1: margin: unknown key | did you mean `margins`?",
            "3:12: masthead.colour: unknown key | did you mean `color`?",
            "3:31: masthead.size: expected a length as 37mm, 16pt, 三号, 2字 or 1行, found 38 | a length has its unit: 38mm, or 38pt",
            "4:14: body.font: expected 仿宋, 小标宋, 黑体 or 楷体, found text `宋体` | did you mean `小标宋`?",
            "4:24: body.size: expected a length as 37mm, 16pt or 三号, found `2字` | 字 and 行 are counted from the body and the type area: these need mm or pt",
            "6:1: red_line.color: expected a colour, found nothing | put it in quotes: \"#c81010\"; without them # begins a comment",
            "7:16: table.sizes: expected sizes that become smaller | a table is set at the first of them at which it fits",
            "7:34: table.least: expected a size from 4pt to 120pt, found text `2pt`",
            "8:16: title.pitch: expected a length as 37mm, 16pt, 三号, 2字 or 1行, found `1em`",
            "9:22: page_number.place: expected 外侧, 居中 or 无, found text `左`",
            "9:31: page_number.form: expected {n} once, found `- 1 -` | {n} stands for the number: \"— {n} —\"",
        ]
    );
}

#[test]
fn what_a_style_gives_narrows_what_it_leaves_out() {
    let style = read("shell: 简报\ntable: {padding: 20%, row_white: 30%, least: 9pt}\nnote: {size: 7pt}");
    assert_eq!((style.table_padding_good, style.table_padding_least), (200, 190));
    assert_eq!((style.table_row_white_least, style.table_upright), (300, Length::pt(9)));
    assert_eq!((style.table_readable, style.note_least), (Length::pt(9), Length::pt(7)));
}

#[test]
fn what_cannot_stand_on_the_paper_is_refused() {
    for (text, fault) in [
        (
            "shell: 公文\narea: {width: 190mm}",
            "2:15: area.width: binding margin and type area need 218.0mm, the paper is 210.0mm wide | make the area narrower, or binding: 居中",
        ),
        (
            "shell: 公文\nmargins: {top: 80mm}",
            "area.height: top margin, type area and page number need 312.0mm, the paper is 297.0mm high",
        ),
        (
            "shell: 公文\nbody: {size: 二号}",
            "area.characters: 28 characters of this size need 217.3mm, the type area is 156.0mm wide",
        ),
        (
            "shell: 公文\narea: {lines: 60}",
            "2:15: area.lines: 60 lines leave 3.7mm each, less than the body's size",
        ),
        ("shell: 公文\nnote: {pitch: 3mm}", "2:15: note.pitch: lines 3.0mm apart overlap at this size"),
        (
            "shell: 公文\ntable: {upright: 4pt}",
            "2:18: table.upright: a size is below `least` | lower `least`",
        ),
        (
            "shell: 公文\ntable: {padding_least: 40%}",
            "table.padding_least: expected padding_least, padding_good and",
        ),
        ("shell: 公文\ntable: {row_white_least: 90%}", "the least white is more than `row_white` | lower it"),
        ("shell: 公文\ntable: {total_size: 40%}", "2:21: table.total_size: a row 合计 at less than half"),
        ("shell: 公文\nnote: {least: 12pt}", "2:15: note.least: the least size is more than the size"),
        (
            "shell: 公文\nmasthead: {lines_least: 90%}",
            "masthead.lines_least: expected lines_least up to lines_most",
        ),
        ("shell: 公文\nimprint: {leading: 90%}", "2:20: imprint.leading: lines overlap below 100%"),
        ("shell: 公文\nimprint: {less: 10pt}", "2:17: imprint.less: issuer and date would be less than half"),
        ("shell: 公文\ntable: {leading: 80%}", "2:18: table.leading: lines of a cell overlap below 100%"),
        ("shell: 公文\nmasthead: {above: 200mm}", "2:19: masthead.above: the masthead would stand below"),
    ] {
        let told = told(text);
        assert!(told.len() == 1 && told[0].contains(fault), "{text}: {told:?}");
    }
}

#[test]
fn a_style_without_its_shell_asks_for_it() {
    assert_eq!(told("title: {above: 1行}\n"), ["1:1: shell: missing | add it: shell: 简报"]);
    assert!(told("# 空\n")[0].contains("file is empty"));
}

/// A plan with `more` below the least, in a folder with a style of its own.
fn planned(more: &str, style: &str) -> Result<crate::plan::Plan, String> {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        #[allow(clippy::disallowed_methods, reason = "a test's own folder")]
        std::fs::write(folder.path().join(name), text).unwrap();
    };
    write("本市.yaml", style);
    write(
        "plan.yaml",
        &format!(
            "title: 通报\nissuer: 办公室\ninbox: ../inbox\noutbox: ../outbox\narchive: ../archive\n\
             measures: [{{name: 户数, unit: 户}}]\ndistricts: [东城区]\n{more}"
        ),
    );
    let path = folder.path().display().to_string() + "/";
    crate::plan::load(&folder.path().join("plan.yaml"))
        .map_err(|faults| faults.to_string().replace(&path, ""))
}

#[test]
fn a_plan_takes_its_page_from_the_file_that_it_names() {
    let plan = planned("style: 本市.yaml", "shell: 公文\nred_line: {width: 1mm}\n").unwrap();
    assert_eq!((plan.shell, plan.style.red_line), (Shell::Official, Length::mm(1)));
    assert_eq!(plan.style_file.unwrap().sha256.len(), 64);
    let plan = planned("style: 附表", "").unwrap();
    assert_eq!((plan.shell, plan.style_file), (Shell::TableOnly, None));
}

#[test]
fn a_share_is_written_in_percent() {
    let style = read("shell: 附表\ntable: {row_white: 60%, leading: 112.5%}\nmasthead: {spread: 100%}");
    assert_eq!((style.table_row_white, style.table_leading, style.masthead_spread), (600, 1125, 1000));
    assert_eq!(
        told("shell: 附表\ntable: {row_white: 60, padding: 900%}"),
        [
            "2:20: table.row_white: expected a share up to 300%, found 60 | write 60%",
            "2:33: table.padding: expected a share up to 300%, found text `900%`",
        ]
    );
}

#[test]
fn charts_take_shades_that_a_copy_tells_apart() {
    let style =
        read("shell: 简报\nchart: {color: '#0b6b3a', shades: ['#d8ecdf', '#8cc4a0', '#3f9162', '#0b6b3a']}");
    assert_eq!(style.chart_shades[3], Color::rgb(0x0b, 0x6b, 0x3a));
    assert_eq!(style.chart_color, style.chart_shades[3]);
    assert_eq!(
        told("shell: 简报\nchart: {color: '#ffe0e0'}"),
        [
            "2:16: chart.color: a black and white copy does not tell it from the lightest shade | take a darker one: \"#b01e1e\" is usual"
        ]
    );
    assert_eq!(
        told("shell: 简报\nchart: {shades: ['#ff0000', '#00ff00']}"),
        ["2:17: chart.shades: expected four colours, found 2"]
    );
    assert_eq!(
        told("shell: 简报\nchart: {shades: ['#ffc0c0', '#c0ffc0', '#808080', '#000000']}"),
        [
            "2:17: chart.shades: expected colours that a black and white copy tells apart | from light to dark, each a twelfth of black darker at least"
        ]
    );
}

#[test]
fn a_style_names_fonts_from_its_own_folder() {
    let path = Path::new("styles/a.yaml");
    let style = PageStyle::parse("shell: 简报\nfonts: {小标宋: ../fonts/方正小标宋.TTF}", path).unwrap();
    assert_eq!(style.own_fonts, [(Voice::Title, Path::new("styles/../fonts/方正小标宋.TTF").to_owned())]);
    assert_eq!(
        told("shell: 简报\nfonts: {小标宋: simsun.ttc, 宋体: a.ttf}"),
        [
            "2:14: fonts.小标宋: expected a font file, .ttf or .otf, found `simsun.ttc` | a collection (.ttc) is taken apart first, a face a file",
            "2:26: fonts.宋体: unknown key; expected 仿宋, 小标宋, 黑体 or 楷体 | did you mean `黑体`?",
        ]
    );
}

#[test]
fn what_is_wrong_with_a_plans_style_is_told_after_the_plan() {
    let told =
        planned("style: 本市.yaml\nnamed: x", "shell: 公文\nred_line: {width: 1}\ntitel: {}\n").unwrap_err();
    assert_eq!(
        told,
        "error: plan.yaml:8:8: style: 本市.yaml cannot be used: 2 faults, told below\n\
         error: plan.yaml:9:8: named: expected a whole number, 0 to 1000, found text `x`\n\
         error: 本市.yaml:2:19: red_line.width: expected a length as 37mm, 16pt, 三号, 2字 or 1行, found 1\n  \
         hint: a length has its unit: 1mm, or 1pt\n\
         error: 本市.yaml:3:1: titel: unknown key\n  hint: did you mean `title`?"
    );
    for (more, wanted) in [
        ("style: 本省.yaml", "本省.yaml: cannot read the style: no such file"),
        (
            "style: 简抱",
            "expected 简报, 公文, 附表 or a style file, found `简抱`\n  hint: did you mean `简报`?",
        ),
        ("style: 公文\nshell: 简报", "plan.yaml:9:8: shell: another shell than the style's, which is 公文"),
    ] {
        let told = planned(more, "shell: 公文").unwrap_err();
        assert!(told.contains(wanted), "{told}");
    }
}

#[test]
fn what_only_a_document_of_an_office_has_is_checked_after_the_standard() {
    let plan = planned(
        "shell: 公文\nofficial:\n  number: 许整治办〔{year}〕{n}号\n  copy: 17\n  secrecy: 秘密 ★ 1年\n  urgency: 特急\n  \
         to: 各县（市、区）人民政府：\n  remark: （此件发至县团级）\n  cc: 市委办公室。\n",
        "shell: 公文",
    )
    .unwrap();
    let parts = plan.official;
    assert_eq!(parts.number(2021, 67).unwrap(), "许整治办〔2021〕67号");
    assert_eq!((parts.copy.as_deref(), parts.secrecy.as_deref()), (Some("000017"), Some("秘密★1年")));
    assert_eq!(
        (parts.to.as_deref(), parts.cc.as_deref()),
        (Some("各县（市、区）人民政府"), Some("市委办公室"))
    );
    assert_eq!((parts.remark.as_deref(), parts.annexed), (Some("此件发至县团级"), true));
    assert_eq!(plan.masthead, "办公室文件");
    let told = planned(
        "shell: 公文\nofficial:\n  number: 许整治办[{year}]{n}号\n  copy: 1234567\n  secrecy: 保密\n  urgency: 很急\n  抄送: 市委\n",
        "shell: 公文",
    )
    .unwrap_err();
    for wanted in [
        "plan.yaml:10:11: official.number: found [ in `许整治办[{year}]{n}号`; the year stands in 〔 〕 (GB/T 9704-2012, 7.2.5)",
        "plan.yaml:11:9: official.copy: expected six digits, found `1234567`",
        "plan.yaml:12:12: official.secrecy: expected 绝密, 机密 or 秘密, found `保密`",
        "plan.yaml:13:12: official.urgency: expected 特急 or 加急, found text `很急`",
        "plan.yaml:14:3: official.抄送: unknown key\n  hint: did you mean `cc`?",
    ] {
        assert!(told.contains(wanted), "{told}");
    }
    let told = planned("shell: 公文\nofficial: {secrecy: 秘密★1年, remark: 此件公开发布}", "shell: 公文")
        .unwrap_err();
    assert!(told.contains("official.remark: `此件公开发布` in a document that is 秘密★1年"), "{told}");
    let told = planned("official: {seal: true}", "shell: 公文").unwrap_err();
    assert!(
        told.contains(
            "plan.yaml:8:11: official: only a 公文 has these, and the shell is 简报\n  hint: shell: 公文"
        ),
        "{told}"
    );
}

#[test]
fn a_style_says_in_how_many_columns_articles_stand_on_any_page_that_has_them() {
    let style =
        read("shell: 公文\narticles: {columns: 2, sizes: [五号, 小五], pitches: [17pt, 15pt], gap: 200%}");
    let columns = style.columns(2);
    assert_eq!((columns.count, columns.size, columns.pitch), (2, Length::milli_pt(10_500), Length::pt(17)));
    assert_eq!(columns.width * 2 + columns.gap, style.area_width);
    assert!(columns.gap >= columns.size * 2);
    for (text, fault) in [
        ("shell: 附表\narticles: {columns: 2}", "2:21: articles.columns: the shell 附表 is the table alone"),
        ("shell: 简报\narticles: {columns: 4}", "2:21: articles.columns: expected"),
        (
            "shell: 简报\narticles: {columns: 3, sizes: [小四, 26pt], pitches: [20pt, 30pt]}",
            "2:21: articles.columns: 3 columns of this type area hold no 8 characters each",
        ),
        (
            "shell: 简报\narticles: {sizes: [小四]}",
            "2:19: articles.sizes: expected two lengths, for two columns and for three",
        ),
        ("shell: 简报\narticles: {pitches: [9pt, 20pt]}", "2:21: articles.pitches: lines overlap"),
        ("shell: 简报\narticles: {colums: 2}", "2:12: articles.colums: unknown key"),
    ] {
        let told = told(text);
        assert!(told[0].starts_with(fault), "{told:?}");
    }
}

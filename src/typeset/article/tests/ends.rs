//! Where columns end, and what is not parted into them.

use super::*;
use crate::typeset::GlyphRun;

/// The lowest baseline of each column of a page's text, from the left.
fn feet(page: &Page, columns: i64) -> Vec<i64> {
    let (left, width) = (PageStyle::of(Shell::Brief).binding, PageStyle::of(Shell::Brief).area_width);
    let mut feet = vec![0; usize::try_from(columns).unwrap()];
    for placed in &page.items {
        let Item::Glyphs(run) = &placed.item else { continue };
        if placed.node.is_some() && run.size == Length::pt(12) {
            let column = (run.x - left + run.size).micro_pt() * columns / width.micro_pt();
            let foot = &mut feet[usize::try_from(column.clamp(0, columns - 1)).unwrap()];
            *foot = (*foot).max(run.y.micro_pt());
        }
    }
    feet
}

#[test]
fn columns_end_even_though_a_table_with_its_heading_does_not_fit_where_text_comes_to_it() {
    // filled first to last, the left column ended seven lines above the right one
    for sentences in 4..10 {
        let text = "区整治办与自然资源、公安等部门数据共享，为每栋房屋生成唯一的号码。".repeat(sentences);
        let parts = vec![
            paragraph(text),
            heading(2, "二、责任明：一表到底"),
            grid(3),
            heading(2, "三、进度快：一日一报"),
            paragraph("各街道进度每晚通报，两次末位的约谈分管负责人，连续三天无进展的发督办单。"),
            paragraph("督导组随机抽查，发现问题的一律退回重来，直到清零为止，不留一户。"),
        ];
        let layout = laid_out(Shell::Brief, 2, parts);
        let feet = feet(layout.pages.last().unwrap(), 2);
        let lines = (feet[0] - feet[1]).abs() / Length::pt(20).micro_pt();
        assert!(lines <= 3, "{sentences}: {feet:?}");
    }
}

#[test]
fn a_rule_between_parts_is_left_out_at_a_columns_top() {
    for before in 1..40 {
        let mut parts: Vec<Part> = (0..before).map(|_| paragraph("一行正文。")).collect();
        parts.push(Part::Break);
        parts.extend((0..before).map(|_| paragraph("又一行正文。")));
        for page in &laid_out(Shell::Brief, 2, parts).pages {
            let across = |placed: &Placed| match placed.item {
                Item::Rule { from, to, .. } if from.1 == to.1 && to.0 - from.0 < Length::pt(60) => {
                    Some(from.1)
                }
                _ => None,
            };
            let first = baselines(page, Length::pt(12))[0];
            assert!(page.items.iter().filter_map(across).all(|y| y.micro_pt() > first), "{before}");
        }
    }
}

#[test]
fn the_last_page_of_columns_holds_four_lines_where_the_one_before_can_spare_them() {
    for lines in 60..140 {
        let parts: Vec<Part> = (0..lines).map(|_| paragraph("一行正文。")).collect();
        let layout = laid_out(Shell::Brief, 2, parts);
        if layout.pages.len() > 1 {
            let last = baselines(layout.pages.last().unwrap(), Length::pt(12)).len();
            assert!(last >= 4, "{lines}: {last}");
        }
    }
}

/// The glyphs of a page's written text, run by run.
fn runs(page: &Page) -> impl Iterator<Item = &GlyphRun> {
    page.items.iter().filter_map(|placed| match &placed.item {
        Item::Glyphs(run) if placed.node.is_some() => Some(run),
        _ => None,
    })
}

#[test]
fn a_piece_of_a_few_lines_is_not_parted_into_columns() {
    let style = PageStyle::of(Shell::Brief);
    for columns in [2, 3] {
        let text = "东城区还剩最后二十八户，本周可以清零，全市可以放心。".repeat(usize::from(columns) - 1);
        let layout =
            laid_out(Shell::Brief, columns, vec![heading(1, "题"), paragraph(text), paragraph("完。")]);
        let widest = runs(&layout.pages[0]).map(|run| run.glyphs.iter().map(|g| g.advance).sum::<Length>());
        let column = style.columns(columns).width;
        let first = widest.filter(|width| *width > column).count();
        assert!(first > 0, "{columns}: no line is wider than a column");
        let middle = style.binding + style.area_width / 2;
        let written = runs(&layout.pages[0]).filter(|run| run.size == style.columns(columns).size);
        assert!(written.map(|run| run.x).all(|x| x < middle), "{columns}");
    }
}

#[test]
fn text_below_a_table_takes_the_grids_next_line_where_only_the_tables_white_is_in_its_way() {
    let style = PageStyle::of(Shell::Official);
    let pitch = style.pitch;
    for rows in 1..12 {
        let Part::Table(mut table) = grid(3) else { continue };
        table.rows = vec![table.rows[0].clone(); rows];
        let layout = laid_out(Shell::Official, 1, vec![Part::Table(table), paragraph("一行正文。")]);
        let page = &layout.pages[0];
        let text = runs(page).filter(|run| run.size == style.body).map(|run| run.y).max();
        let rules = page.items.iter().filter_map(|placed| match placed.item {
            Item::Rule { from, to, .. } if from.1 == to.1 && from.1 < text.unwrap_or_default() => {
                Some(from.1)
            }
            _ => None,
        });
        let white = text.unwrap_or_default() - rules.max().unwrap_or_default();
        // a line's baseline stands less than three quarters of the pitch below its top
        assert!(white < pitch + pitch.em(750) + Length::pt(5), "{rows}: {white:?}");
    }
}

#[test]
fn a_text_in_one_column_does_not_end_with_a_line_or_two_on_a_page_of_their_own() {
    let mut gave = 0;
    for lines in 17..70 {
        let parts: Vec<Part> = (0..lines).map(|_| paragraph("一行正文。")).collect();
        let layout = laid_out(Shell::Brief, 1, parts);
        let counts: Vec<usize> =
            layout.pages.iter().map(|page| baselines(page, Length::pt(16)).len()).collect();
        let Some((last, before)) = counts.split_last().filter(|(_, before)| !before.is_empty()) else {
            continue;
        };
        assert!(*last >= 4, "{lines}: {counts:?}");
        gave += usize::from(*last == 4 && before[before.len() - 1] < 21);
    }
    assert!(gave > 3, "{gave}");
}

#[test]
fn a_title_with_its_day_and_speaker_stands_on_the_page_of_its_first_lines() {
    for (columns, size) in [(1, Length::pt(16)), (2, Length::pt(12)), (3, Length::milli_pt(10_500))] {
        for before in 0..60 {
            let mut parts: Vec<Part> = (0..before).map(|_| paragraph("一行正文。")).collect();
            let italic = Span { text: "市长 魏琦".into(), style: SpanStyle::Emphasis };
            parts.extend([heading(1, "讲话"), paragraph("（2021年7月12日）"), Part::Paragraph(vec![italic])]);
            parts.push(paragraph("东城区探索建立四色台账。".repeat(60)));
            let layout = laid_out(Shell::Brief, columns, parts);
            let page =
                layout.pages.iter().find(|page| runs(page).any(|run| run.glyphs[0].text == "讲")).unwrap();
            let day = runs(page).find(|run| run.glyphs.iter().any(|g| g.text == "月")).unwrap();
            let below = runs(page).filter(|run| run.size == size && run.y > day.y + size * 3);
            assert!(below.count() > 1, "{columns} {before}");
        }
    }
}

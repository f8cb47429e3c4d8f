//! Any article at all: set whole, within the type area.

use proptest::prelude::*;

use super::*;
use crate::compose::List;

/// Parts as people write them, and as they do not.
fn parts() -> impl Strategy<Value = Vec<Part>> {
    let text = "([一-龥]{1,20}[，。、：；！？“”（）《》]|[A-Za-z0-9.%]{1,12}|——|……| |\n){0,30}";
    let leaf = prop_oneof![
        6 => text.prop_map(paragraph),
        2 => (1_u8..7, "[一-龥]{0,40}").prop_map(|(level, text)| heading(level, &text)),
        1 => (0_u32..3000, 0_u32..3000, "[一-龥]{0,60}").prop_map(|(w, h, c)| picture(w, h, &c)),
        1 => (1_usize..8, 0_usize..9, "[一-龥0-9]{0,60}").prop_map(|(columns, rows, cell)| Part::Table(Grid {
            columns: vec![Align::Free; columns],
            head: vec![cell.chars().take(6).collect(); columns],
            rows: vec![vec![vec![Span::plain(cell)]; columns]; rows],
        })),
        1 => Just(Part::Break),
    ];
    let part = leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Part::Quote),
            (
                proptest::option::of(0_u64..999_999_999),
                proptest::collection::vec(proptest::collection::vec(inner, 0..3), 0..4)
            )
                .prop_map(|(first, items)| Part::List(List { first, items })),
        ]
    });
    proptest::collection::vec(part, 0..14)
}

/// What an article says, without blanks, tables (which may become sentences) left out.
fn said(parts: &[Part]) -> String {
    let said_of = |part: &Part| match part {
        Part::Heading { spans, .. } | Part::Paragraph(spans) => crate::model::text_of(spans),
        Part::Quote(parts) => said(parts),
        Part::List(list) => list.items.iter().map(|parts| said(parts)).collect(),
        Part::Figure(figure) => figure.caption.clone(),
        Part::Table(_) | Part::Break => String::new(),
    };
    parts.iter().map(said_of).collect::<String>().chars().filter(|c| !c.is_whitespace()).collect()
}

fn has_table(parts: &[Part]) -> bool {
    parts.iter().any(|part| match part {
        Part::Table(_) => true,
        Part::Quote(parts) => has_table(parts),
        Part::List(list) => !list.items.is_empty(),
        _ => false,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_article_is_set_whole_and_within_the_type_area(
        parts in parts(),
        columns in 1_u8..4,
        shell in prop_oneof![Just(Shell::Brief), Just(Shell::Official)],
    ) {
        let layout = laid_out(shell, columns, parts.clone());
        let style = PageStyle::of(shell);
        for (number, page) in (1..).zip(&layout.pages) {
            let left = if number % 2 == 1 { style.binding } else { page.width - style.area_width - style.binding };
            for placed in page.items.iter().filter(|placed| placed.node.is_some()) {
                let (from, to, foot) = match &placed.item {
                    Item::Glyphs(run) => {
                        let end = run.x + run.glyphs.iter().map(|g| g.advance).sum::<Length>();
                        // a mark squeezed to its half has its origin half an em outside
                        (run.x + run.size / 2, end - run.size / 2, run.y)
                    }
                    Item::Picture { x, y, width, height, .. } => (*x, *x + *width, *y + *height),
                    _ => continue,
                };
                let slack = Length::milli_pt(100);
                prop_assert!(from >= left - slack && to <= left + style.area_width + slack, "{:?}", placed);
                prop_assert!(foot <= style.top + style.area_height + slack, "{:?}", placed);
            }
        }
        if !has_table(&parts) {
            let found: String = words(&layout).chars().filter(|c| !c.is_whitespace()).collect();
            let expected = format!("专报通报{}", said(&parts));
            prop_assert_eq!(found, expected);
        }
    }
}

//! A table's lines down the page, each drawn in one go: row by row they come in pieces, and where two pieces
//! meet a viewer shows a notch in the line across.

use std::collections::HashMap;

use super::super::{Color, Item, Length, Placed};

/// A piece may go on where another ended: at this place, in this width and colour.
type End = (Length, Length, Length, Color);

/// The items with pieces of one line put together, in the place of the first of them: what was drawn over a piece
/// is drawn over the whole. A ground laid between two pieces would cover what goes on below it, and parts them.
pub(super) fn joined(mut items: Vec<Placed>) -> Vec<Placed> {
    let mut ends: HashMap<End, usize> = HashMap::new();
    let mut is_joined = vec![false; items.len()];
    for at in 0..items.len() {
        let (from, to, width, color) = match &items[at] {
            Placed { node: None, item: Item::Rule { from, to, width, color } } if from.0 == to.0 => {
                (*from, *to, *width, *color)
            }
            Placed { item: Item::Rule { .. } | Item::Glyphs(_) | Item::Sideways(_), .. } => continue,
            _ => {
                ends.clear();
                continue;
            }
        };
        let first = ends.remove(&(from.0, from.1, width, color));
        if let Some(first) = first
            && let Item::Rule { to: end, .. } = &mut items[first].item
        {
            *end = to;
            is_joined[at] = true;
        }
        ends.insert((to.0, to.1, width, color), first.unwrap_or(at));
    }
    let mut is_joined = is_joined.into_iter();
    items.retain(|_| !is_joined.next().unwrap_or(false));
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    fn down(x: i64, from: i64, to: i64) -> Placed {
        let at = |y| (Length::pt(x), Length::pt(y));
        let item = Item::Rule { from: at(from), to: at(to), width: Length::pt(1), color: Color::BLACK };
        Placed { node: None, item }
    }

    fn across(y: i64) -> Placed {
        let at = |x| (Length::pt(x), Length::pt(y));
        let item = Item::Rule { from: at(0), to: at(90), width: Length::pt(1), color: Color::BLACK };
        Placed { node: None, item }
    }

    #[test]
    fn a_line_through_three_rows_is_drawn_once_and_below_the_lines_across() {
        let rows = vec![
            down(10, 0, 20),
            down(20, 0, 20),
            across(20),
            down(10, 20, 40),
            down(20, 20, 40),
            across(40),
            down(10, 40, 60),
        ];
        assert_eq!(joined(rows), [down(10, 0, 60), down(20, 0, 40), across(20), across(40)]);
    }

    #[test]
    fn the_ground_of_a_total_is_not_laid_over_its_lines() {
        let (zero, twenty) = (Length::ZERO, Length::pt(20));
        let ground = Item::Fill { x: zero, y: twenty, width: twenty, height: twenty, color: Color::BLACK };
        let ground = Placed { node: None, item: ground };
        let rows = vec![down(10, 0, 20), ground, down(10, 20, 40), down(10, 40, 60)];
        assert_eq!(joined(rows.clone()), [rows[0].clone(), rows[1].clone(), down(10, 20, 60)]);
    }

    #[test]
    fn lines_of_two_tables_stay_two() {
        let rows = vec![down(10, 0, 20), down(10, 21, 40), down(11, 20, 40)];
        assert_eq!(joined(rows.clone()), rows);
    }
}

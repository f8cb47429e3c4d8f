//! What a table's columns make of the width that their contents leave over.

use crate::compose::Column;

use super::super::super::Length;
use super::{Sheet, Wanted};

/// The white wanted beside a total's figures, in thousandths of the table's size.
const TOTAL_AIR: i64 = 300;
/// A table wider than this fills the page, in thousandths of it.
const NEARLY_ALL: i64 = 880;
/// The most white that a name has of what is left over, unless all have as much, in thousandths of an em.
const NAME_SPARE: i64 = 3000;

impl Sheet {
    /// Columns under the same word are made as wide as the widest of them, if that fits.
    pub(super) fn alike(&self, widths: &mut [Length], width: Length) {
        let mut even = widths.to_vec();
        for (c, wanted) in self.columns.iter().enumerate() {
            even[wanted.like] = even[wanted.like].max(widths[c]);
        }
        for (c, wanted) in self.columns.iter().enumerate() {
            even[c] = even[wanted.like];
        }
        if even.iter().copied().sum::<Length>() <= width {
            widths.copy_from_slice(&even);
        }
    }

    /// How wide the table is: as the page, unless what stands in it would then stand far apart.
    pub(super) fn width_of(
        &self,
        widths: &[Length],
        page: Length,
        (size, white): (Length, i64),
        scale: impl Fn(Length) -> Length,
    ) -> Length {
        let Some(most) = self.most else { return page };
        let count = i64::try_from(widths.len()).unwrap_or(1);
        // running text may have its whole line, and so may the words of other columns
        let more = self.columns.iter().zip(widths).filter(|(wanted, _)| wanted.has_its_line(true));
        let more = more
            .map(|(wanted, w)| (scale(wanted.words.lines(1)) + size.em(white) * 2 - *w).max(Length::ZERO));
        let own = widths.iter().copied().chain(more).sum::<Length>() + size.em(most - white) * 2 * count;
        // a little narrower than the lines of text would look like a slip
        if own > page.em(NEARLY_ALL) { page } else { own }
    }

    /// Shares what is left: white for every column first, then running text, then all alike, names twice
    /// where the table is as wide as its page.
    pub(super) fn spread(
        &self,
        widths: &mut [Length],
        width: Length,
        (size, white): (Length, i64),
        is_narrow: bool,
        scale: impl Fn(Length) -> Length,
    ) {
        let count = i64::try_from(widths.len()).unwrap_or(1).max(1);
        let mut spare = width - widths.iter().copied().sum();
        spare -= self.air_beside_totals(widths, spare, (size, white), &scale);
        let each = (size.em(self.padding - white) * 2).min(spare / count);
        widths.iter_mut().for_each(|w| *w += each);
        spare -= each * count;
        for (w, wanted) in
            widths.iter_mut().zip(&self.columns).filter(|(_, wanted)| wanted.has_its_line(is_narrow))
        {
            let lack = scale(wanted.words.lines(1)) + size.em(self.padding) * 2 - *w;
            let grant = lack.max(Length::ZERO).min(spare);
            *w += grant;
            spare -= grant;
        }
        let is_name = |wanted: &Wanted| matches!(wanted.kind, Column::Name | Column::Shared);
        let weight = |wanted: &Wanted| 1 + i64::from(is_name(wanted) && !is_narrow);
        let weights: i64 = self.columns.iter().map(weight).sum();
        let unit = spare / weights.max(1);
        // a short name does not stand in a void: beyond this it has no more of it than the others
        let most = |wanted: &Wanted| (unit * weight(wanted)).min(unit.max(size.em(NAME_SPARE)));
        for (w, wanted) in widths.iter_mut().zip(&self.columns) {
            *w += most(wanted);
            spare -= most(wanted);
        }
        let each = spare / count;
        widths.iter_mut().for_each(|w| *w += each);
        spare -= each * count;
        if let Some(last) = widths.last_mut() {
            *last += spare;
        }
    }
    /// 黑体 in a total is as wide as its column and stands between rules on a ground: what is left goes there first,
    /// in as far as each lacks it. How much was given.
    fn air_beside_totals(
        &self,
        widths: &mut [Length],
        spare: Length,
        (size, white): (Length, i64),
        scale: impl Fn(Length) -> Length,
    ) -> Length {
        let air = size.em(TOTAL_AIR.max(white)) * 2;
        let lack = |(wanted, w): (&Wanted, &Length)| {
            let [left, right] = wanted.total;
            let total = scale(left) + scale(right);
            if left + right == Length::ZERO { Length::ZERO } else { (total + air - *w).max(Length::ZERO) }
        };
        let lacks: Vec<Length> = self.columns.iter().zip(widths.iter()).map(lack).collect();
        let all: Length = lacks.iter().copied().sum();
        if all <= Length::ZERO || spare <= Length::ZERO {
            return Length::ZERO;
        }
        let given = all.min(spare);
        let mut sum = Length::ZERO;
        for (w, lack) in widths.iter_mut().zip(lacks) {
            let exact =
                i128::from(lack.micro_pt()) * i128::from(given.micro_pt()) / i128::from(all.micro_pt());
            let own = Length::from_micro_pt(i64::try_from(exact).unwrap_or(0));
            *w += own;
            sum += own;
        }
        sum
    }
}

//! The values of a style that are lists: sizes that become smaller, colours that become darker.

use crate::model::{Color, Length};

use super::super::keys::Checked;
use super::check::{Sheet, type_size};
use super::measure::{self, Scale};

impl Sheet<'_, '_> {
    /// The sizes that a table tries, largest first.
    pub(super) fn sizes(&mut self, scale: Scale) -> Vec<Length> {
        self.value(
            ("table", "sizes"),
            |base| base.table_sizes.clone(),
            |reader, item| {
                let items = reader.list(item, "sizes, largest first, as [五号, 10pt, 小五]")?;
                let sizes: Vec<_> = items
                    .iter()
                    .map(|item| {
                        let length = measure::length(reader, item, Some(scale))?;
                        type_size(reader, item, length)
                    })
                    .collect();
                let sizes = sizes.into_iter().collect::<Checked<Vec<Length>>>()?;
                if sizes.windows(2).any(|pair| pair[1] >= pair[0]) {
                    let hint = "a table is set at the first of them at which it fits".to_owned();
                    return Err(reader.tell(item, "expected sizes that become smaller", hint));
                }
                Ok(sizes)
            },
        )
    }

    /// Four colours of charts, each darker in a black and white copy than the one before.
    pub(super) fn shades(&mut self) -> [Color; 4] {
        let read = self.value(
            ("chart", "shades"),
            |base| Some(base.chart_shades),
            |reader, item| {
                let items = reader.list(item, "four colours from light to dark")?;
                let colors: Vec<_> = items.iter().map(|item| measure::color(reader, item)).collect();
                let colors = colors.into_iter().collect::<Checked<Vec<Color>>>()?;
                let found = colors.len();
                let Ok(shades) = <[Color; 4]>::try_from(colors) else {
                    return Err(reader.tell(item, format!("expected four colours, found {found}"), None));
                };
                let grey = |c: &Color| i32::from(c.r) * 299 + i32::from(c.g) * 587 + i32::from(c.b) * 114;
                if shades.windows(2).any(|pair| grey(&pair[0]) - grey(&pair[1]) < LEAST_CONTRAST) {
                    let hint = "from light to dark, each a twelfth of black darker at least".to_owned();
                    let message = "expected colours that a black and white copy tells apart";
                    return Err(reader.tell(item, message, hint));
                }
                Ok(Some(shades))
            },
        );
        read.unwrap_or([Color::BLACK; 4])
    }
}

/// What two shades differ by at least in a copy, in thousandths of a grey level of 255.
const LEAST_CONTRAST: i32 = 21_000;

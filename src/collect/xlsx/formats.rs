//! Which formats show a number as a day (ECMA-376 part 1, 18.8.30 and 18.8.31).

use super::Odd;

/// By a cell's style: does its format show a day, or an hour of one?
#[derive(Clone, Default)]
pub(super) struct Formats(pub(super) Vec<bool>);

impl Formats {
    /// Does this style show a day? A cell without a style shows a number, as does one whose style the
    /// workbook does not have.
    #[inline]
    pub(super) fn is_date(&self, style: Option<u64>) -> bool {
        let style = style.and_then(|style| usize::try_from(style).ok());
        style.and_then(|style| self.0.get(style)).is_some_and(|is_date| *is_date)
    }
}

/// Is a format that every Excel has, by its number, one of days? 27 to 36 and 50 to 58 are those of East
/// Asia; 46, `[h]:mm:ss`, is a span of time and no day.
pub(super) fn is_built_in_date(id: &str) -> bool {
    let canonical = id.bytes().all(|b| b.is_ascii_digit()) && !(id.len() > 1 && id.starts_with('0'));
    canonical && id.parse().is_ok_and(|id: u32| matches!(id, 14..=22 | 27..=36 | 45 | 47 | 50..=58))
}

/// Does a format's code show a day or an hour of one: is a letter of dates in its first section, outside
/// quotes, brackets and escapes, before a bracket says that it counts hours (`[h]`)?
///
/// # Errors
/// [`Odd`] for escapes within quotes and what is not a colour, a condition, a locale or a span within
/// brackets: there readers differ.
pub(super) fn is_date_code(code: &str) -> Result<bool, Odd> {
    let mut letters = code.chars();
    let mut marker = false;
    while let Some(letter) = letters.next() {
        match letter {
            // the next is shown, skipped or repeated as it is
            '\\' | '_' | '*' => {
                letters.next();
            }
            '"' => {
                let quoted = letters.as_str().split_once('"').ok_or(Odd)?;
                if quoted.0.contains(['\\', '_', '*']) {
                    return Err(Odd);
                }
                letters = quoted.1.chars();
            }
            ';' => return Ok(false),
            '[' => {
                let (within, after) = letters.as_str().split_once(']').ok_or(Odd)?;
                if within.contains(['\\', '_', '*', '"', ';', '[']) {
                    return Err(Odd);
                }
                if is_span(within) {
                    return Ok(false);
                }
                letters = after.chars();
            }
            ']' => return Err(Odd),
            // AM/PM and A/P: a half of the day
            'p' | 'P' | 'm' | 'M' | '/' if marker => return Ok(true),
            'a' | 'A' => marker = true,
            'd' | 'm' | 'h' | 'y' | 's' | 'D' | 'M' | 'H' | 'Y' | 'S' if !marker => return Ok(true),
            _ => {}
        }
    }
    Ok(false)
}

/// `[h]`, `[mm]`, `[ss]`: hours, minutes or seconds counted on beyond a day.
fn is_span(within: &str) -> bool {
    let lower = within.to_ascii_lowercase();
    let first = lower.chars().next();
    matches!(first, Some('h' | 'm' | 's')) && lower.chars().all(|letter| Some(letter) == first)
}

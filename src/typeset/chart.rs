//! Bars of share.

use crate::compose::BarChart;

use super::shape::Shaper;
use super::strip::Strips;
use super::style::PageStyle;

/// Appends a chart's strips.
pub(super) fn set_bars(_chart: &BarChart, _style: &PageStyle, _shaper: &Shaper, _out: &mut Strips) {}

//! Shares, ranks, changes, forecasts and cross-checks; pure, and cannot fail: absence is a value.

mod standings;

pub use standings::{
    Figures, Forecast, LastIssue, Pace, Rank, Required, Source, Standing, Standings, Status, StreetStanding,
    TotalFigures,
};

//! Weather, plant, power chain, the hour and the year.

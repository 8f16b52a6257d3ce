//! Many runs of the model: architectures side by side.
//!
//! [`build`] turns an architecture of a scenario into racks, loops and plant; [`compare`] runs all of them through the
//! year; [`result`] is what every view shows.

pub mod build;
pub mod compare;
pub mod result;
mod summary;

//! Many runs of the model: architectures side by side.

pub mod result;

//! Floating-point formats of matrix units.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A floating-point format in which accelerators multiply matrices, from wide to narrow. INT8 is a number format of its
/// own and not among them.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// IEEE binary64.
    Fp64,
    /// TF32: stored in 32 bits, multiplied with a significand of 10 bits.
    Tf32,
    /// FP16 or BF16.
    Fp16,
    /// FP8, E4M3 or E5M2.
    Fp8,
    /// FP4, NVFP4 or MXFP4.
    Fp4,
}

impl Precision {
    /// Every format, from the widest to the narrowest.
    pub const ALL: [Self; 5] = [Self::Fp64, Self::Tf32, Self::Fp16, Self::Fp8, Self::Fp4];

    /// Name in files and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fp64 => "fp64",
            Self::Tf32 => "tf32",
            Self::Fp16 => "fp16",
            Self::Fp8 => "fp8",
            Self::Fp4 => "fp4",
        }
    }
}

impl fmt::Display for Precision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Precision {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let lower = word.to_lowercase();
        Self::ALL
            .into_iter()
            .find(|p| p.name() == lower)
            .ok_or_else(|| format!("unknown precision `{word}`; use one of {}", Self::ALL.map(Self::name).join(", ")))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back_and_stand_from_wide_to_narrow() {
        for p in Precision::ALL {
            assert_eq!(p.name().parse::<Precision>().unwrap(), p);
        }
        assert!(Precision::ALL.windows(2).all(|w| w[0] < w[1]));
        assert!("int8".parse::<Precision>().unwrap_err().contains("fp64, tf32, fp16, fp8, fp4"));
    }
}

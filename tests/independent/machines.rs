//! How many machines share a duty, and how large they are.

/// Equal machines.
#[derive(Clone, Copy)]
pub struct Machines {
    pub count: f64,
    /// Size of each over that of its record.
    pub size: f64,
}

impl Machines {
    /// Whole machines of the record's size; a duty of less than one takes one of the size that it needs.
    pub fn whole(duty: f64) -> Self {
        Self { count: duty.ceil().max(1.0), size: duty.min(1.0) }
    }

    /// As many as a duty takes, each scaled to share it.
    pub fn fitted(duty: f64) -> Self {
        let count = duty.ceil().max(1.0);
        Self { count, size: duty / count }
    }

    /// Worth in machines of the record's size.
    pub fn worth(&self) -> f64 {
        self.count * self.size
    }

    /// The next larger choice: a tenth more of a small machine, or one machine more.
    pub fn larger(&self) -> Self {
        if self.size < 1.0 {
            Self { size: (1.1 * self.size).min(1.0), ..*self }
        } else {
            Self { count: self.count + 1.0, ..*self }
        }
    }
}

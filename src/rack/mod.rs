//! One rack as a coupled steady state.

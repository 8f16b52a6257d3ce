//! Thermal and hydraulic networks.

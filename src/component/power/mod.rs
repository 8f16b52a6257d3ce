//! Power: conversion stages, busways, lighting.

pub mod busway;
pub mod conversion;
pub mod lighting;

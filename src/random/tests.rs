//! Is it true: draws against exact laws, at a stated alpha and with fixed seeds.

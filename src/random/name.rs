//! What streams are named by: a role and an entity, beside seed and replication.

/// What a stream is for.
///
/// The stream's key comes from [`Role::name`], not from the position in this list: variants may be added anywhere and
/// move no other stream. Changing a name changes results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// When contacts arrive.
    Arrivals,
    /// Who dials: which person, which phone, whether a flat rate pays.
    Journey,
    /// Willingness to wait.
    Patience,
    /// Whether somebody leaves at once when nobody is free.
    Balking,
    /// Length of the conversation.
    Talk,
    /// Length of the work after it.
    AfterCall,
    /// How busy the whole day is.
    DayFactor,
    /// How wrong the forecast of a month is.
    ForecastError,
    /// In which part of its law a block's pairs of days have their factor.
    Stratum,
    /// How busy each interval of the day is.
    IntervalFactor,
    /// Whether a surge happens today.
    Surge,
    /// Which planned heads are ill today.
    Absence,
    /// Where the points of a study lie.
    Design,
    /// Ties broken by chance when agents are chosen.
    Routing,
}

impl Role {
    /// The role's stable name, from which the stream's key is made.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Arrivals => "arrivals",
            Self::Journey => "journey",
            Self::Patience => "patience",
            Self::Balking => "balking",
            Self::Talk => "talk",
            Self::AfterCall => "after-call",
            Self::DayFactor => "day-factor",
            Self::ForecastError => "forecast-error",
            Self::Stratum => "stratum",
            Self::IntervalFactor => "interval-factor",
            Self::Surge => "surge",
            Self::Absence => "absence",
            Self::Design => "design",
            Self::Routing => "routing",
        }
    }
}

/// An entity's name, hashed once so that streams can be opened without reading text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct EntityKey(u64);

impl EntityKey {
    /// The hash.
    pub(super) const fn bits(self) -> u64 {
        self.0
    }

    /// Key of the entity with this name in the scenario, such as `contact-type.billing` or `center`.
    ///
    /// 64-bit FNV-1a (Fowler, Noll, Vo; RFC 9923), which will not change.
    pub const fn of(name: &str) -> Self {
        const OFFSET_BASIS: u64 = 0xcbf2_9ce4_8422_2325;
        const PRIME: u64 = 0x0000_0100_0000_01b3;
        let bytes = name.as_bytes();
        let mut hash = OFFSET_BASIS;
        let mut i = 0;
        while i < bytes.len() {
            hash = (hash ^ bytes[i] as u64).wrapping_mul(PRIME);
            i += 1;
        }
        Self(hash)
    }

    pub(super) const fn get(self) -> u64 {
        self.0
    }
}

//! Which idle agent for this contact, which waiting contact for this agent.

/// The two choices of a router. `docs/MODEL.md` has the whole order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Routing {
    /// Which idle agent for a contact that joins.
    pub agent: AgentChoice,
    /// Which queue for an agent who frees.
    pub contact: ContactChoice,
}

/// Which idle agent takes a contact, among those allowed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgentChoice {
    /// Who has been idle for longest.
    LongestIdle,
    /// First group in the queue's order that has somebody idle; within it, who has been idle for longest.
    Preference,
    /// Who has talked and worked the least today.
    LeastBusy,
    /// Anybody, with equal chance.
    Random,
}

/// Which queue an agent who frees serves next, among those allowed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactChoice {
    /// Whose first contact has held for longest, head-start added.
    LongestWait,
    /// Lowest priority number; among equals, longest wait with head-start.
    Priority,
    /// First in the group's `answers`; overflow from other queues after these, in file order.
    Preference,
}

package registration

import (
	"context"
	"slices"

	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/fault"
)

// Submit registers a person. Faults: Invalid with the wrong fields, Conflict with
// the reason when the whole registration is refused (Refusal finds it),
// Unavailable when too many wait; nothing was kept then.
func (d *Desk) Submit(ctx context.Context, s Submission) (*Outcome, error) {
	j := s.job()
	if err := j.check(); err != nil {
		return nil, err
	}
	return d.hand(ctx, j)
}

// Change replaces details and choice of a live registration. Faults as Submit.
func (d *Desk) Change(ctx context.Context, c Change) (*Outcome, error) {
	j := c.job()
	if err := j.check(); err != nil {
		return nil, err
	}
	return d.hand(ctx, j)
}

// Nominate names a person, who is told by mail. Faults as Submit.
func (d *Desk) Nominate(ctx context.Context, n Nomination) (*Outcome, error) {
	j := n.job()
	if err := j.check(); err != nil {
		return nil, err
	}
	return d.hand(ctx, j)
}

// Confirm takes the word of a person who was named. Faults as Submit.
func (d *Desk) Confirm(ctx context.Context, c Confirmation) (*Outcome, error) {
	j := c.job()
	if err := j.check(); err != nil {
		return nil, err
	}
	return d.hand(ctx, j)
}

// Substitute hands a registration to somebody else; the outcome is the new one's.
// Faults as Submit.
func (d *Desk) Substitute(ctx context.Context, s Substitution) (*Outcome, error) {
	j := s.job()
	if err := j.check(); err != nil {
		return nil, err
	}
	return d.hand(ctx, j)
}

// Withdraw gives up a registration; withdrawing twice is no error.
func (d *Desk) Withdraw(ctx context.Context, w Withdrawal) (*Outcome, error) {
	return d.hand(ctx, w.job())
}

// Resize changes a capacity; raising it moves people up at once.
func (d *Desk) Resize(ctx context.Context, r Resize) error {
	_, err := d.hand(ctx, &job{actor: r.Actor, activity: r.Activity, Command: allocation.Command{Kind: allocation.Resize,
		Key: r.Key, Event: r.EventID, Capacity: r.Capacity, Staff: true, Now: r.Now}})
	return err
}

// Decide takes a decision. The outcome is of its registration; nil when it has
// none. Faults: Conflict with the reason, Gone when the registration is over.
func (d *Desk) Decide(ctx context.Context, n Decision) (*Outcome, error) {
	return d.hand(ctx, n.job())
}

func (s *Submission) job() *job {
	details := s.Details.Clean()
	if s.Role == "" {
		s.Role = Participant
	}
	return &job{actor: s.Actor, channel: s.Channel, choices: s.Choices, details: &details, consents: s.Consents,
		newcomer: &newcomer{email: s.Email, role: s.Role},
		Command: allocation.Command{Kind: allocation.Submit, Key: s.Key, Event: s.EventID, MayWait: s.MayWait, Both: s.Both,
			Exempt: exempt(s.Role), Staff: s.Staff, Now: s.Now}}
}

func (c *Change) job() *job {
	details := c.Details.Clean()
	return &job{actor: c.Actor, channel: c.Channel, choices: c.Choices, details: &details,
		Command: allocation.Command{Kind: allocation.Change, Key: c.Key, Event: c.EventID, Registration: c.RegistrationID,
			Staff: c.Staff, Now: c.Now}}
}

func (w *Withdrawal) job() *job {
	return &job{actor: w.Actor, Command: allocation.Command{Kind: allocation.Withdraw, Key: w.Key, Event: w.EventID,
		Registration: w.RegistrationID, Staff: w.Staff, Now: w.Now}}
}

func (n *Nomination) job() *job {
	details := n.Details.Clean()
	return &job{actor: n.Actor, details: &details, newcomer: &newcomer{email: n.Email, role: Participant},
		Command: allocation.Command{Kind: allocation.Nominate, Key: n.Key, Event: n.EventID, MayWait: n.MayWait, Staff: n.Staff, Now: n.Now}}
}

func (c *Confirmation) job() *job {
	details := c.Details.Clean()
	return &job{actor: c.Actor, channel: c.Channel, choices: c.Choices, details: &details, consents: c.Consents,
		Command: allocation.Command{Kind: allocation.Confirm, Key: c.Key, Event: c.EventID, Registration: c.RegistrationID,
			Both: c.Both, Now: c.Now}}
}

func (s *Substitution) job() *job {
	details := s.Details.Clean()
	return &job{actor: s.Actor, details: &details, newcomer: &newcomer{email: s.Email},
		Command: allocation.Command{Kind: allocation.Substitute, Key: s.Key, Event: s.EventID, Registration: s.RegistrationID,
			Confirmed: s.Confirmed, Staff: s.Staff, Now: s.Now}}
}

func (d *Decision) job() *job {
	j := &job{actor: d.Actor, activity: d.Activity, role: d.Role, Command: allocation.Command{
		Kind: d.Kind, Key: d.Key, Event: d.EventID, Registration: d.RegistrationID, MayWait: d.MayWait, Until: d.Until,
		Priority: d.Priority, Exempt: exempt(d.Role), Start: d.Start, End: d.End, KeepMoved: d.KeepMoved, Capacity: d.Capacity,
		Contingent: d.Contingent.ID, Personal: d.Contingent.Kind == Wheelchair, FromGeneral: d.FromGeneral,
		ReleaseAt: d.Contingent.ReleaseAt, Staff: d.Staff, Now: d.Now}}
	if d.Kind == allocation.Reserve {
		j.contingent = &d.Contingent
	}
	if j.activity == "" && slices.Contains([]allocation.Kind{allocation.Accept, allocation.Refuse, allocation.Extend}, d.Kind) {
		j.activity = event.RootCode
	}
	return j
}

func exempt(role string) bool { return slices.Contains(ExemptRoles, role) }

// check looks at what a person said of themselves. Somebody who is named has not
// said anything yet: a name and an address are enough.
func (j *job) check() error {
	wrong := j.details.Check("")
	if j.Kind == allocation.Nominate || j.Kind == allocation.Substitute {
		wrong = slices.DeleteFunc(wrong, func(f fault.Field) bool { return f.Name == "function" || f.Name == "latin_name" })
	}
	return fault.WrongInput(wrong)
}

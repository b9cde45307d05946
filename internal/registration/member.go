package registration

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"convene/internal/allocation"
	"convene/internal/locale"
)

// Member is somebody of a delegation as its coordinator sees them: how they stand
// and nothing of their consents, needs or activities (DP-06). Email is known only
// of somebody who was named and has not answered: the coordinator typed it.
type Member struct {
	ID                   int64
	Reference            string
	Given, Family, Badge string
	Function, Role       string
	Email                string
	State, Ending        string
	Place                string    // state of the place at the event
	Until                time.Time // when what is held or offered ends; zero is never
}

func members(ctx context.Context, db bun.IDB, eventID, authorityID int64) (found []Member, err error) {
	err = db.NewRaw(`/* registration.DelegationOf members */
select r.id, r.reference, r.given_name as given, r.family_name as family, r.badge_name as badge, r.function, r.role, r.state, r.ending,
  case when r.state = 'nominated' then p.email else '' end as email, coalesce(l.state, '') as place, l.until
from registration r join person p on p.id = r.person_id
join activity a on a.event_id = r.event_id and a.kind = 'event' left join place l on l.registration_id = r.id and l.activity_id = a.id
where r.event_id = ? and r.authority_id = ? order by (r.state = 'withdrawn'), r.id`, eventID, authorityID).Scan(ctx, &found)
	return found, err
}

// Exempt tells whether the person counts in no delegation; a coordinator neither
// swaps nor withdraws them.
func (m *Member) Exempt() bool { return slices.Contains(ExemptRoles, m.Role) }

// Live tells whether the person still comes, or may.
func (m *Member) Live() bool { return m.State != string(allocation.RegistrationWithdrawn) }

// Named tells whether the person was named and has not answered.
func (m *Member) Named() bool { return m.State == string(allocation.RegistrationNominated) }

// Standing says in words how the person stands. zone is the venue's.
func (m *Member) Standing(p *locale.Printer, zone *time.Location) string {
	switch allocation.RegistrationState(m.State) {
	case allocation.RegistrationConfirmed:
		return p.T("Has a place")
	case allocation.RegistrationWaiting:
		return p.T("On the waiting list")
	case allocation.RegistrationOffered:
		return p.T("Offered a place, has to answer until %s", p.Moment(m.Until.In(zone)))
	case allocation.RegistrationPending:
		return p.T("Waits for the organisers’ decision")
	case allocation.RegistrationNominated:
		return m.namedStanding(p, zone)
	}
	return m.endedStanding(p)
}

func (m *Member) namedStanding(p *locale.Printer, zone *time.Location) string {
	switch {
	case m.Place == string(allocation.Held) && !m.Until.IsZero():
		return p.T("Named, has to confirm until %s", p.Moment(m.Until.In(zone)))
	case m.Place == string(allocation.Waiting):
		return p.T("Named for the waiting list, has not confirmed yet")
	}
	return p.T("Named, has not confirmed yet")
}

func (m *Member) endedStanding(p *locale.Printer) string {
	switch allocation.Ending(m.Ending) {
	case allocation.EndedDeclined:
		return p.T("Not accepted by the organisers")
	case allocation.EndedRefused:
		return p.T("Does not come")
	case allocation.EndedExpired:
		return p.T("Did not answer in time")
	case allocation.EndedSubstituted:
		return p.T("Swapped for somebody else")
	}
	return p.T("Withdrawn")
}

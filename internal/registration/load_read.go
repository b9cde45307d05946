package registration

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"convene/internal/allocation"
)

func (in *loaded) readNewcomers(rows pgx.Rows) error {
	var id, ev, who int64
	var email string
	var invited bool
	_, err := pgx.ForEachRow(rows, []any{&id, &ev, &who, &email, &invited}, func() error {
		in.ids, in.persons[email] = append(in.ids, id), who
		if invited {
			in.state.Invite(ev, who)
		}
		return nil
	})
	slices.Sort(in.ids) // numbers rise in the order of arrival
	return err
}

func (in *loaded) readDelegations(rows pgx.Rows) error {
	var ev, authority int64
	var n int
	_, err := pgx.ForEachRow(rows, []any{&ev, &authority, &n}, func() error {
		in.state.SetDelegation(ev, authority, n)
		return nil
	})
	return err
}

func (in *loaded) readCounters(rows pgx.Rows) error {
	var a allocation.Activity
	var ev allocation.Event
	var offer, hold int
	var days span
	var root bool
	_, err := pgx.ForEachRow(rows, []any{&a.ID, &a.Event, &a.Capacity, &a.Grace, &a.Taken, &a.Waiting, &a.NextQueue,
		&a.Code, &root, &a.Block, &a.Start, &a.End, &ev.OpensAt, &ev.ClosesAt, &ev.ChangesUntil, &ev.Delegation,
		&ev.StartsAt, &ev.Mode, &offer, &hold, &days.from, &days.to}, func() error {
		activity := a
		in.state.Activities[a.ID] = &activity
		ev.OfferFor, ev.HoldFor = time.Duration(offer)*time.Hour, time.Duration(hold)*time.Hour
		in.days[a.Event] = days
		in.event(a.Event, ev)
		if root {
			in.state.Events[a.Event].Root = a.ID
			activity.Block, activity.Start, activity.End = "", time.Time{}, time.Time{} // clashes with nothing
		} else {
			in.codes[a.Event][a.Code] = a.ID
		}
		return nil
	})
	return err
}

func (in *loaded) event(id int64, ev allocation.Event) {
	if in.state.Events[id] == nil {
		ev.ID = id
		in.state.Events[id] = &ev
		in.codes[id] = map[string]int64{}
	}
}

func (in *loaded) readAnswered(rows pgx.Rows) error {
	var key, reference string
	var raw []byte
	_, err := pgx.ForEachRow(rows, []any{&key, &raw, &reference}, func() error {
		var o allocation.Outcome
		in.references[key] = reference
		in.state.Answered(key, &o)
		return json.Unmarshal(raw, &o)
	})
	return err
}

func (in *loaded) readLive(rows pgx.Rows) error {
	var asked, ev, who, id int64
	var title string
	var days span
	_, err := pgx.ForEachRow(rows, []any{&asked, &ev, &who, &id, &title, &days.from, &days.to}, func() error {
		switch {
		case asked == ev:
			in.state.AddLive(ev, who, id)
		case days.touches(in.days[asked]):
			in.state.SetElsewhere(asked, who, title)
		}
		return nil
	})
	return err
}

func collectIDs(rows pgx.Rows, ids *[]int64) (err error) {
	*ids, err = pgx.CollectRows(rows, pgx.RowTo[int64])
	return err
}

func (in *loaded) readContingents(rows pgx.Rows) error {
	var c allocation.Contingent
	var release *time.Time
	_, err := pgx.ForEachRow(rows, []any{&c.ID, &c.Activity, &c.Capacity, &c.Taken, &c.Personal, &release, &c.Released}, func() error {
		one := c
		if release != nil {
			one.ReleaseAt = *release
		}
		in.state.Contingents[c.ID] = &one
		return nil
	})
	return err
}

func (in *loaded) readHeads(rows pgx.Rows) error {
	var activity int64
	var w allocation.Waiter
	fronts := map[int64][]allocation.Waiter{}
	_, err := pgx.ForEachRow(rows, []any{&activity, &w.Registration, &w.Priority, &w.QueueNo}, func() error {
		fronts[activity] = append(fronts[activity], w)
		return nil
	})
	for id, front := range fronts {
		in.state.SetQueue(id, front)
	}
	return err
}

func (in *loaded) readRegistrations(rows pgx.Rows) error {
	var r allocation.Registration
	var f face
	_, err := pgx.ForEachRow(rows, []any{&r.ID, &r.Event, &r.Person, &r.Authority, &r.Exempt, &r.State, &r.Ending,
		&f.reference, &f.email, &f.name, &f.locale, &f.role, &f.body, &f.sequence}, func() error {
		one, his := r, f
		one.Places = map[int64]allocation.Place{}
		in.state.AddRegistration(&one)
		in.faces[r.ID] = &his
		return nil
	})
	return err
}

func (in *loaded) readPlaces(rows pgx.Rows) error {
	var registration, activity int64
	var p allocation.Place
	var until *time.Time
	var reason []byte
	_, err := pgx.ForEachRow(rows, []any{&registration, &activity, &p.State, &p.MayWait, &p.Priority, &p.QueueNo, &until, &p.Contingent, &reason}, func() error {
		place := p
		if until != nil {
			place.Until = *until
		}
		if reason != nil {
			place.Reason = &allocation.Reason{}
			if err := json.Unmarshal(reason, place.Reason); err != nil {
				return err
			}
		}
		in.state.Registrations[registration].Places[activity] = place
		return nil
	})
	return err
}

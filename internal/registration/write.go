package registration

import (
	"encoding/json"
	"time"

	"github.com/jackc/pgx/v5"

	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/mail"
)

// queuePeople writes who they are, and what they did. They come first: places refer to them.
func (r *batchRun) queuePeople(b *pgx.Batch) error {
	r.queueInserts(b)
	r.queueUpdates(b)
	r.queueDetails(b)
	r.queueOutcomes(b)
	return r.queueHistory(b)
}

// queueSeats writes who has which place.
func (r *batchRun) queueSeats(b *pgx.Batch) error {
	r.queueCounters(b)
	r.queueContingents(b)
	r.queueMoved(b)
	return r.queuePlaces(b)
}

// queueLetters writes what they agreed to and what they are told, and commits.
func (r *batchRun) queueLetters(b *pgx.Batch) error {
	queueConsents(b, r.consent)
	if err := mail.Queue(b, r.now, r.mails); err != nil {
		return err
	}
	b.Queue("commit")
	return nil
}

func (r *batchRun) queueCounters(b *pgx.Batch) {
	ids := r.in.state.ChangedActivities()
	if len(ids) == 0 {
		return
	}
	var capacity, grace, taken, waiting []int
	var next []int64
	for _, id := range ids {
		a := r.in.state.Activities[id]
		capacity, grace, taken = append(capacity, a.Capacity), append(grace, a.Grace), append(taken, a.Taken)
		waiting, next = append(waiting, a.Waiting), append(next, a.NextQueue)
	}
	b.Queue(writeCountersSQL, ids, capacity, grace, taken, waiting, next)
}

// queueContingents makes the new ones first: places refer to them.
func (r *batchRun) queueContingents(b *pgx.Batch) {
	for _, id := range sortedIDs(r.in.contingents) {
		c, kept := r.in.state.Contingents[id], r.in.contingents[id]
		b.Queue(reserveSQL, id, c.Activity, kept.Kind, kept.Name, c.Capacity, when(c.ReleaseAt))
	}
	ids := r.in.state.ChangedContingents()
	if len(ids) == 0 {
		return
	}
	var capacity, taken []int
	var released []bool
	for _, id := range ids {
		c := r.in.state.Contingents[id]
		capacity, taken, released = append(capacity, c.Capacity), append(taken, c.Taken), append(released, c.Released)
	}
	b.Queue(writeContingentsSQL, ids, capacity, taken, released)
}

func (r *batchRun) queueMoved(b *pgx.Batch) {
	for _, j := range r.moved {
		event.QueueMove(b, r.activity(j.Event, j.activity), j.Start, j.End, r.now)
	}
}

// when is a moment as the database keeps it: null for never.
func when(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func (r *batchRun) queuePlaces(b *pgx.Batch) error {
	keys := r.in.state.ChangedPlaces()
	if len(keys) == 0 {
		return nil
	}
	var registrations, activities, queue, contingents []int64
	var states []string
	var until []*time.Time
	var mayWait []bool
	var priorities []int
	var reasons []*string
	for _, k := range keys {
		p := r.in.state.Registrations[k.Registration].Places[k.Activity]
		reason, err := reasonJSON(p)
		if err != nil {
			return err
		}
		registrations, activities = append(registrations, k.Registration), append(activities, k.Activity)
		states, mayWait = append(states, string(p.State)), append(mayWait, p.MayWait)
		priorities, queue, reasons = append(priorities, p.Priority), append(queue, p.QueueNo), append(reasons, reason)
		until, contingents = append(until, when(p.Until)), append(contingents, p.Contingent)
	}
	b.Queue(writePlacesSQL, registrations, activities, states, mayWait, priorities, queue, until, contingents, reasons, r.now)
	return nil
}

func reasonJSON(p allocation.Place) (*string, error) {
	if p.Reason == nil {
		return nil, nil
	}
	raw, err := json.Marshal(p.Reason)
	s := string(raw)
	return &s, err
}

func (r *batchRun) queueHistory(b *pgx.Batch) error {
	if len(r.history) == 0 {
		return nil
	}
	var events, registrations []int64
	var actors, deeds, moves []string
	for _, h := range r.history {
		if h.moves == nil {
			h.moves = []storedMove{}
		}
		raw, err := json.Marshal(h.moves)
		if err != nil {
			return err
		}
		events, registrations = append(events, h.event), append(registrations, h.registration)
		actors, deeds, moves = append(actors, h.actor), append(deeds, h.deed), append(moves, string(raw))
	}
	b.Queue(writeHistorySQL, events, registrations, actors, deeds, moves, r.now)
	return nil
}

func (r *batchRun) queueOutcomes(b *pgx.Batch) {
	if len(r.stored) == 0 {
		return
	}
	var keys, bodies []string
	var events []int64
	var registrations []*int64
	for _, o := range r.stored {
		keys, bodies = append(keys, o.key), append(bodies, string(o.body))
		events, registrations = append(events, o.event), append(registrations, o.registration)
	}
	b.Queue(writeOutcomesSQL, keys, events, registrations, bodies, r.now)
}

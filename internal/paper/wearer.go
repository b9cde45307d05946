package paper

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"convene/internal/locale"
	"convene/internal/registration"
)

// Wearer is somebody with a confirmed place and what is known of their last badge.
type Wearer struct {
	registration.Attendee
	Design  string    // the name of that of their role
	Printed time.Time // when the last one was made; zero: never
	State   string    // NeverPrinted, ChangedSince or Printed
}

// Wearers lists whose badges are selected. fault.NotFound: there is no such event
// or activity.
func Wearers(ctx context.Context, db bun.IDB, r Request, sel Selection) ([]Wearer, error) {
	b, err := choose(ctx, db, r, sel)
	if err != nil {
		return nil, err
	}
	return b.wearers, nil
}

// badging is a selection of people with all that their badges are made from.
type badging struct {
	*source
	wearers []Wearer
	choice  Choice
	held    map[int64][]string // what each holds a place on; nil until a badge shows it
	prints  map[int64]lastPrint
}

// lastPrint is what stood on somebody's last badge, as hashes; Programme is "" when
// their own programme did not.
type lastPrint struct {
	RegistrationID     int64
	At                 time.Time
	Wording, Programme string
}

// choose loads a selection: four reads, whatever the number of people.
func choose(ctx context.Context, db bun.IDB, r Request, sel Selection) (*badging, error) {
	s, err := load(ctx, db, r)
	if err != nil {
		return nil, err
	}
	b := &badging{source: s}
	if err := sel.people(ctx, db, s); err != nil {
		return nil, err
	}
	if b.choice, err = ChoiceOf(ctx, db, r.EventID); err != nil {
		return nil, err
	}
	if err := b.readPrints(ctx, db); err != nil {
		return nil, err
	}
	b.judge()
	b.keep(sel)
	return b, nil
}

func (b *badging) readPrints(ctx context.Context, db bun.IDB) error {
	var rows []lastPrint
	err := db.NewRaw(`/* paper.readPrints */ select distinct on (b.registration_id) b.registration_id, p.at, encode(b.wording, 'hex') as wording,
			coalesce(encode(b.programme, 'hex'), '') as programme
		from print p join printed_badge b on b.print_id = p.id
		where p.event_id = ? and p.pack_id is null order by b.registration_id, b.print_id desc`, b.programme.Event.ID).Scan(ctx, &rows)
	if err != nil {
		return fmt.Errorf("read the last prints: %w", err)
	}
	b.prints = make(map[int64]lastPrint, len(rows))
	for _, p := range rows {
		b.prints[p.RegistrationID] = p
	}
	if slices.ContainsFunc(rows, func(p lastPrint) bool { return p.Programme != "" }) {
		return b.readHeld(ctx, db)
	}
	return nil
}

// readHeld reads who holds a place on what, once.
func (b *badging) readHeld(ctx context.Context, db bun.IDB) (err error) {
	if b.held == nil {
		b.held, err = registration.PlacesHeld(ctx, db, b.programme.Event.ID)
	}
	return err
}

// judge compares everybody's last badge with what it would say now.
func (b *badging) judge() {
	programmes := b.programmeHashes()
	for _, a := range b.people {
		w := Wearer{Attendee: a, Design: b.choice.Of(a.Role), State: NeverPrinted}
		if p, ok := b.prints[a.RegistrationID]; ok {
			w.Printed, w.State = p.At.In(b.programme.Event.Zone()), Printed
			if p.Wording != b.wordingHash(a) || p.Programme != "" && p.Programme != programmes(a.RegistrationID) {
				w.State = ChangedSince
			}
		}
		b.wearers = append(b.wearers, w)
	}
}

// keep leaves out whose print is not in the state asked for.
func (b *badging) keep(sel Selection) {
	b.wearers = slices.DeleteFunc(b.wearers, func(w Wearer) bool {
		late := w.State != Printed
		return sel.State == Late && !late || sel.State != "" && sel.State != Late && w.State != sel.State
	})
	if sel.Sort == ByPrint {
		slices.SortStableFunc(b.wearers, func(v, w Wearer) int {
			if sel.Descending {
				v, w = w, v
			}
			return v.Printed.Compare(w.Printed)
		})
	}
}

// wordingHash is that of what a badge says of somebody and of the event, in no
// language: a paper in another one is no other badge. How it looks is not in it.
func (b *badging) wordingHash(a registration.Attendee) string {
	e := b.programme.Event
	return hashOf(struct {
		Name, Latin, Function, Body, Country, Role string
		Event                                      locale.Text
		City, From, To                             string
	}{a.Badge, a.Latin, a.Function, a.Body, a.Country, a.Role, e.Title, e.City, e.StartsAt.Format(time.DateOnly), e.EndsAt.Format(time.DateOnly)})
}

// programmeHashes hashes a person's own programme; each activity is hashed once.
func (b *badging) programmeHashes() func(registrationID int64) string {
	activities := map[string]string{}
	for _, a := range b.programme.Activities {
		activities[a.Code] = hashOf([]any{a.Title, a.StartsAt, a.EndsAt, a.Room, a.Location, a.Vehicle, a.MeetingPoint})
	}
	return func(registrationID int64) string {
		var own []string
		for _, a := range b.attended(registrationID) {
			own = append(own, activities[a.Code])
		}
		return hashOf(own)
	}
}

// hashOf is the SHA-256 of something's JSON, in hexadecimal.
func hashOf(v any) string {
	written, err := json.Marshal(v)
	if err != nil {
		panic(err) // strings, times and maps of strings can be written
	}
	sum := sha256.Sum256(written)
	return hex.EncodeToString(sum[:])
}

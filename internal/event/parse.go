package event

import (
	"io"
	"slices"
	"time"
)

// longestEvent is how far apart the first and the last activity may lie; more
// is a wrong year or month.
const longestEvent = 31 * 24 * time.Hour

// secretariat is the organiser that needs no agreement.
const secretariat = "secretariat"

// ParseFile reads events in the format of the sample file events.json: an
// object with a list "events". It is strict: a field that is unknown, missing
// or wrong is named with its line and JSON path, and all such problems come
// back together as Problems. It changes nothing.
func ParseFile(name string, in io.Reader) ([]Source, error) {
	r := &reader{report: report{file: name}}
	root := r.tree(in)
	if root == nil {
		return nil, r.err()
	}
	top := r.object(root, "note", "events")
	r.text(top.maybe("note"))
	list := top.need("events")
	var sources []Source
	slugs := map[string]bool{}
	for _, n := range r.list(list) {
		source := r.event(n)
		if slug := source.Event.Slug; slug != "" && slugs[slug] {
			r.wrong(n, "has the slug %s, which stands on an event before it", slug)
		}
		slugs[source.Event.Slug] = true
		sources = append(sources, source)
	}
	if list != nil && len(sources) == 0 {
		r.wrong(list, "has no event in it")
	}
	if err := r.err(); err != nil {
		return nil, err
	}
	return sources, nil
}

// draft is an event while it is read.
type draft struct {
	*reader
	Source
	at    *time.Location // nil while the zone is not known
	rooms map[string]Room
	codes map[string]bool
}

func (r *reader) event(n *node) Source {
	d := &draft{reader: r, rooms: map[string]Room{}, codes: map[string]bool{RootCode: true}}
	o := r.object(n, "slug", "status", "timezone", "country", "city", "title", "outcome", "organisers", "partners",
		"registration", "capacity", "max_per_delegation", "mode", "offer_hours", "hold_hours", "field_trip_required", "default_locale", "locales",
		"venue", "rooms", "sessions", "field_trips", "outcome_process")
	d.head(o)
	d.partners(o)
	d.rooming(o)
	d.sessions(o.need("sessions"))
	d.trips(o.need("field_trips"))
	d.span(n)
	d.registration(o.need("registration"))
	d.outcome(o.need("outcome_process"))
	return d.Source
}

// head reads what describes the event as a whole.
func (d *draft) head(o *object) {
	e := &d.Event
	e.Slug = d.slug(o.need("slug"))
	e.Status = d.choice(o.need("status"), Draft, Published, Cancelled)
	d.at = d.zone(o.need("timezone"))
	if d.at != nil {
		e.Timezone = d.at.String()
	}
	e.Country = d.country(o.need("country"))
	e.City = d.text(o.need("city"))
	e.Locales = d.languages(o.need("locales"))
	own := o.need("default_locale")
	e.DefaultLocale = d.language(own)
	if e.DefaultLocale != "" && len(e.Locales) > 0 && !slices.Contains(e.Locales, e.DefaultLocale) {
		d.wrong(own, "is not one of the event's locales")
	}
	e.Title = d.title(o.need("title"), e.DefaultLocale)
	e.Outcome = d.slug(o.need("outcome"))
	d.Capacity = d.count(o.need("capacity"))
	e.MaxPerDelegation = d.count(o.need("max_per_delegation"))
	d.rules(o)
	if trip := o.need("field_trip_required"); d.flag(trip) {
		d.wrong(trip, "must be false: a field trip is always free to choose")
	}
}

// holdHours is how long somebody who was named has to confirm: two weeks, unless
// the file says otherwise.
const holdHours = 14 * 24

// rules reads how places of a new event are given; later, organisers decide it.
func (d *draft) rules(o *object) {
	e := &d.Event
	e.Mode, e.HoldHours = ModeOpen, holdHours
	if mode := o.maybe("mode"); mode != nil {
		e.Mode = d.choice(mode, ModeOpen, ModeApproval, ModeInvitation)
	}
	e.OfferHours = d.hours(o.maybe("offer_hours"), 0, 0)
	e.HoldHours = d.hours(o.maybe("hold_hours"), 1, holdHours)
}

// hours reads a number of hours that may be left out.
func (d *draft) hours(n *node, least, otherwise int) int {
	if n == nil {
		return otherwise
	}
	h := d.count(n)
	if h < least || h > longestHours {
		d.wrong(n, "is not a number of hours from %d to %d", least, longestHours)
	}
	return h
}

// FieldNames are the fields a partner may be given of people who consent.
var FieldNames = []string{"name", "authority", "country", "function", "email"}

// coOrganiser is the role of a partner who may write to the participants, and
// so is given their addresses.
const coOrganiser = "co-organiser"

// partners reads the agreements and checks that every organiser has one.
func (d *draft) partners(o *object) {
	known := []string{secretariat}
	for _, n := range d.list(o.need("partners")) {
		p := d.object(n, "id", "name", "role")
		partner := Partner{Code: d.slug(p.need("id")), Name: d.text(p.need("name")), Role: d.text(p.need("role"))}
		if slices.Contains(known, partner.Code) {
			d.wrong(n, "has the id %s, which is taken", partner.Code)
		}
		partner.Fields = slices.Clone(FieldNames[:len(FieldNames)-1])
		if partner.Role == coOrganiser {
			partner.Fields = slices.Clone(FieldNames)
		}
		known = append(known, partner.Code)
		d.Partners = append(d.Partners, partner)
	}
	for _, n := range d.list(o.need("organisers")) {
		if code := d.slug(n); code != "" && !slices.Contains(known, code) {
			d.wrong(n, "is neither %q nor the id of a partner", secretariat)
		}
	}
}

// rooming reads the rooms and the venue around them.
func (d *draft) rooming(o *object) {
	for _, n := range d.list(o.need("rooms")) {
		f := d.object(n, "id", "name", "capacity", "booths")
		room := Room{Code: d.sign(f.need("id")), Name: d.text(f.need("name")),
			Capacity: d.count(f.need("capacity")), Booths: d.count(f.need("booths"))}
		if _, twice := d.rooms[room.Code]; twice && room.Code != "" {
			d.wrong(n, "has the id %s, which is taken", room.Code)
			continue
		}
		d.rooms[room.Code] = room
		d.Rooms = append(d.Rooms, room)
	}
	f := d.object(o.need("venue"), "name", "address", "step_free", "hearing_loop", "note")
	venue := Venue{Name: d.text(f.need("name")), Address: d.text(f.need("address")),
		StepFree: d.flag(f.need("step_free")), Note: d.text(f.maybe("note")), HearingLoop: []string{}}
	for _, n := range d.list(f.need("hearing_loop")) {
		code := d.sign(n)
		if _, known := d.rooms[code]; !known && code != "" {
			d.wrong(n, "is not the id of a room")
		}
		venue.HearingLoop = append(venue.HearingLoop, code)
	}
	d.Event.Venue = venue
}

// span sets the event's own times: from its first activity to its last.
func (d *draft) span(n *node) {
	e := &d.Event
	for _, a := range d.Activities {
		if a.StartsAt.IsZero() || a.EndsAt.IsZero() {
			continue
		}
		if e.StartsAt.IsZero() || a.StartsAt.Before(e.StartsAt) {
			e.StartsAt = a.StartsAt
		}
		if a.EndsAt.After(e.EndsAt) {
			e.EndsAt = a.EndsAt
		}
	}
	if e.EndsAt.Sub(e.StartsAt) > longestEvent {
		d.wrong(n, "lasts from %s to %s, more than a month: one of its dates must be wrong",
			e.StartsAt.Format(time.DateOnly), e.EndsAt.Format(time.DateOnly))
	}
	for i := range d.Partners {
		d.Partners[i].EndsAt = e.EndsAt.AddDate(0, agreementMonths, 0)
	}
}

// registration reads the window in which people register and change. The
// deadline for visa letters is checked but not kept: there are none yet.
func (d *draft) registration(n *node) {
	o := d.object(n, "opens", "closes", "visa_letter_deadline", "changes_until")
	opens, closes, changes := o.need("opens"), o.need("closes"), o.need("changes_until")
	e := &d.Event
	var opened, closed, changed bool
	e.OpensAt, opened = d.moment(opens, d.at)
	e.ClosesAt, closed = d.moment(closes, d.at)
	e.ChangesUntil, changed = d.moment(changes, d.at)
	d.date(o.maybe("visa_letter_deadline"))
	if opened && closed && !e.OpensAt.Before(e.ClosesAt) {
		d.wrong(closes, "is not after opens")
	}
	if opened && changed && e.ChangesUntil.Before(e.OpensAt) {
		d.wrong(changes, "is before opens")
	}
	if e.EndsAt.IsZero() {
		return
	}
	if closed && e.ClosesAt.After(e.EndsAt) {
		d.wrong(closes, "is after the end of the event")
	}
	if changed && e.ChangesUntil.After(e.EndsAt) {
		d.wrong(changes, "is after the end of the event")
	}
}

// outcome reads the steps to the document the event is meant to end in.
func (d *draft) outcome(n *node) {
	d.Event.OutcomeSteps = []OutcomeStep{}
	for _, each := range d.list(n) {
		o := d.object(each, "step", "date")
		step := OutcomeStep{Step: d.text(o.need("step"))}
		if day, ok := d.date(o.need("date")); ok {
			step.Date = midnight(day, d.Event.Zone())
		}
		d.Event.OutcomeSteps = append(d.Event.OutcomeSteps, step)
	}
}

package event

import "time"

// inRooms are the kinds that must name a room of the event; the others may say
// in words where they are: "lobby", "restaurant".
var inRooms = map[string]bool{KindPlenary: true, KindWorkshop: true}

// sessions reads what stands in the programme of the venue.
func (d *draft) sessions(n *node) {
	list := d.list(n)
	if n != nil && len(list) == 0 {
		d.wrong(n, "has no session in it")
	}
	for _, each := range list {
		d.session(each)
	}
}

func (d *draft) session(n *node) {
	o := d.object(n, "id", "date", "start", "end", "room", "kind", "title", "capacity", "interpretation", "track", "block")
	a := Planned{Activity: Activity{GuideLanguages: []string{}}}
	a.Code = d.code(o.need("id"))
	a.Kind = d.choice(o.need("kind"), KindService, KindPlenary, KindWorkshop, KindMeal, KindSocial)
	a.Title = d.title(o.need("title"), d.Event.DefaultLocale)
	a.StartsAt, a.EndsAt = d.times(o.need("date"), o.need("start"), o.need("end"))
	a.Interpretation = d.languages(o.maybe("interpretation"))
	if a.Kind == KindWorkshop {
		o.need("capacity")
		o.need("track")
		o.need("block")
	}
	a.Track = d.sign(o.maybe("track"))
	if block := o.maybe("block"); block != nil {
		a.Block = d.slug(block)
		if a.Block == TripBlock {
			d.wrong(block, "must not be %q: the field trips are that block", TripBlock)
		}
	}
	seats := o.maybe("capacity")
	a.Capacity = d.count(seats)
	a.Chosen = a.Kind == KindWorkshop || a.Kind == KindSocial && seats != nil
	d.place(&a, o.need("room"), n)
	d.plan(a)
}

// place finds the room of an activity and refuses more people than it takes. A
// plenary without a capacity of its own is for everybody.
func (d *draft) place(a *Planned, room, n *node) {
	where := d.text(room)
	known, ok := d.rooms[where]
	if where == "" || !ok {
		a.Location = where
		if where != "" && inRooms[a.Kind] {
			d.wrong(room, "is not the id of a room")
		}
		return
	}
	a.RoomCode, a.Room = known.Code, known.Name
	people := a.Capacity
	if people == 0 && a.Kind == KindPlenary {
		people = d.Capacity
	}
	if people > known.Capacity {
		d.wrong(n, "is for %d people, but room %s (%s) takes %d", people, known.Code, known.Name, known.Capacity)
	}
}

// trips reads the field trips.
func (d *draft) trips(n *node) {
	for _, each := range d.list(n) {
		d.trip(each)
	}
}

func (d *draft) trip(n *node) {
	o := d.object(n, "id", "date", "kind", "vehicle", "capacity", "wheelchair_spaces", "reserved_staff", "depart",
		"meeting_point", "title", "guide_language", "return")
	a := Planned{Activity: Activity{Kind: KindTrip, Block: TripBlock, Chosen: true, Interpretation: []string{}}}
	a.Code = d.code(o.need("id"))
	d.choice(o.need("kind"), "bus", "walk")
	a.Vehicle = d.text(o.need("vehicle"))
	a.Title = d.title(o.need("title"), d.Event.DefaultLocale)
	a.StartsAt, a.EndsAt = d.times(o.need("date"), o.need("depart"), o.need("return"))
	a.MeetingPoint = d.text(o.need("meeting_point"))
	a.GuideLanguages = d.languages(o.need("guide_language"))
	a.Capacity = d.count(o.need("capacity"))
	wheelchairs, staff := o.need("wheelchair_spaces"), o.need("reserved_staff")
	a.WheelchairSpaces, a.ReservedStaff = d.count(wheelchairs), d.count(staff)
	if a.WheelchairSpaces > a.Capacity {
		d.wrong(wheelchairs, "is more than the capacity of %d", a.Capacity)
	}
	if a.ReservedStaff > a.Capacity {
		d.wrong(staff, "is more than the capacity of %d", a.Capacity)
	}
	d.plan(a)
}

func (d *draft) plan(a Planned) {
	a.Position = len(d.Activities) + 1
	d.Activities = append(d.Activities, a)
}

// code is the id of an activity; all activities of an event have different ones.
func (d *draft) code(n *node) string {
	code := d.slug(n)
	if code == "" {
		return ""
	}
	if d.codes[code] {
		d.wrong(n, "is the id of another activity, or of the event itself (%q)", RootCode)
	}
	d.codes[code] = true
	return code
}

// times reads the start and the end of an activity on one day; both are zero
// when one of them is wrong.
func (d *draft) times(date, start, end *node) (time.Time, time.Time) {
	day, _ := d.date(date)
	from, ok := d.clock(start, day, d.at)
	to, alsoOK := d.clock(end, day, d.at)
	if !ok || !alsoOK {
		return time.Time{}, time.Time{}
	}
	if !from.Before(to) {
		d.wrong(end, "is not after %s, when it begins", from.Format(clockLayout))
		return time.Time{}, time.Time{}
	}
	return from, to
}

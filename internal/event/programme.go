package event

import (
	"cmp"
	"slices"
	"time"

	"convene/internal/locale"
)

// The kinds of activity.
const (
	KindEvent    = "event" // the event itself: holding a place on it is being registered
	KindService  = "service"
	KindPlenary  = "plenary"
	KindWorkshop = "workshop"
	KindTrip     = "trip"
	KindMeal     = "meal"
	KindSocial   = "social"
)

// RootCode is the code of the activity that is the event itself.
const RootCode = "event"

// TripBlock is the block of all field trips: one trip or none.
const TripBlock = "trip"

// Activity is everything that has a time and may have places.
type Activity struct {
	ID, EventID      int64
	Code             string
	Kind             string
	Title            locale.Text
	StartsAt         time.Time
	EndsAt           time.Time
	RoomID           int64    // 0 when it is in no room of the event
	Room             string   // name of the room
	Location         string   // in words, when it is in no room: "lobby", "restaurant"
	Block            string   // a person holds at most one activity of a block; "" belongs to none
	Track            string   // "A", "B": the same theme in several blocks
	Interpretation   []string `bun:",array"` // BCP 47
	Chosen           bool     // participants choose it and it has places
	Vehicle          string   // of a trip: "Bus 1", "Group 3"
	MeetingPoint     string   // of a trip
	GuideLanguages   []string `bun:",array"` // of a trip, BCP 47
	WheelchairSpaces int      // of a trip
	ReservedStaff    int      // seats of a trip that participants never get
	Position         int      // order of the file
}

// Room is a room of the venue. Code is the short sign of the programme, "A".
type Room struct {
	ID       int64
	Code     string
	Name     string
	Capacity int // people
	Booths   int // for interpreters
}

// Partner is an agreement of the event: which fields of those who consent the
// partner may have, and until when. Code is unique over all events.
type Partner struct {
	ID     int64
	Code   string
	Name   string
	Role   string
	Fields []string `bun:",array"` // of FieldNames
	EndsAt time.Time
}

// Programme is an event with all that happens at it. Activities are in
// programme order (start, then position of the file), the event itself first.
type Programme struct {
	Event      Event
	Activities []Activity
	Partners   []Partner
	Rooms      []Room
}

// Root is the activity that stands for the event itself.
func (p *Programme) Root() *Activity {
	return p.find(func(a *Activity) bool { return a.Kind == KindEvent })
}

// ByCode finds an activity by its code; nil when there is none.
func (p *Programme) ByCode(code string) *Activity {
	return p.find(func(a *Activity) bool { return a.Code == code })
}

// ByID finds an activity; nil when the programme has none of that id.
func (p *Programme) ByID(id int64) *Activity {
	return p.find(func(a *Activity) bool { return a.ID == id })
}

func (p *Programme) find(is func(*Activity) bool) *Activity {
	for i := range p.Activities {
		if is(&p.Activities[i]) {
			return &p.Activities[i]
		}
	}
	return nil
}

// Chosen gives the activities that participants choose, in programme order.
func (p *Programme) Chosen() []Activity {
	var chosen []Activity
	for _, a := range p.Activities {
		if a.Chosen {
			chosen = append(chosen, a)
		}
	}
	return chosen
}

// Day is one day of the programme. Date is midnight at the venue.
type Day struct {
	Date  time.Time
	Slots []Slot
}

// Slot is what stands side by side in the programme: the activities of one
// block by track, or a single activity of none. Start and End enclose them all.
type Slot struct {
	Start, End time.Time
	Block      string
	Activities []Activity
}

// Days gives the programme as people read it: by day, by start, by track. The
// event itself is left out.
func (p *Programme) Days() []Day {
	var days []Day
	for _, a := range p.Activities {
		if a.Kind == KindEvent {
			continue
		}
		date := midnight(a.StartsAt, a.StartsAt.Location())
		i := slices.IndexFunc(days, func(d Day) bool { return d.Date.Equal(date) })
		if i < 0 {
			i, days = len(days), append(days, Day{Date: date})
		}
		days[i].add(a)
	}
	return days
}

// add puts an activity into the slot of its block, or into one of its own. The
// activities come in order of start, so the slots stay in order too.
func (d *Day) add(a Activity) {
	i := slices.IndexFunc(d.Slots, func(s Slot) bool { return a.Block != "" && s.Block == a.Block })
	if i < 0 {
		d.Slots = append(d.Slots, Slot{Start: a.StartsAt, End: a.EndsAt, Block: a.Block, Activities: []Activity{a}})
		return
	}
	s := &d.Slots[i]
	if a.EndsAt.After(s.End) {
		s.End = a.EndsAt
	}
	s.Activities = append(s.Activities, a)
	slices.SortStableFunc(s.Activities, func(x, y Activity) int {
		return cmp.Or(cmp.Compare(x.Track, y.Track), cmp.Compare(x.Position, y.Position))
	})
}

// sortActivities brings a programme into its order.
func sortActivities(activities []Activity) {
	slices.SortStableFunc(activities, func(a, b Activity) int {
		if (a.Kind == KindEvent) != (b.Kind == KindEvent) {
			if a.Kind == KindEvent {
				return -1
			}
			return 1
		}
		return cmp.Or(a.StartsAt.Compare(b.StartsAt), cmp.Compare(a.Position, b.Position))
	})
}

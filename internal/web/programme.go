package web

import (
	"slices"
	"strings"
	"time"

	"convene/internal/event"
	"convene/internal/locale"
	"convene/internal/registration"
)

// dayView, slotView and activityView are the programme in words: by day, by time
// and block, side by side by track.
type dayView struct {
	Date  time.Time
	Slots []slotView
}

type slotView struct {
	When       string
	Choice     string // "Choose one workshop, or none"; "" when there is nothing to choose
	Activities []activityView
}

// activityView is one activity with everything a person needs before choosing it.
type activityView struct {
	event.Activity
	When           string // "11:30–13:00"
	Where          string
	Interpretation string // "English, French"
	Guides         string
	HearingLoop    bool
	Wheelchairs    string // trips only
	Places         *availability
}

func programmeDays(p *locale.Printer, pr *event.Programme, counters map[string]registration.Counter) []dayView {
	var days []dayView
	for _, d := range pr.Days() {
		day := dayView{Date: d.Date}
		for _, slot := range d.Slots {
			view := slotView{When: p.Span(slot.Start, slot.End), Choice: slotChoice(p, slot)}
			for _, a := range slot.Activities {
				view.Activities = append(view.Activities, viewActivity(p, pr, a, counters))
			}
			day.Slots = append(day.Slots, view)
		}
		days = append(days, day)
	}
	return days
}

// slotChoice says how many of the activities of a slot one can have.
func slotChoice(p *locale.Printer, s event.Slot) string {
	switch {
	case s.Block == event.TripBlock:
		return p.T("Field trips: choose one, or none.")
	case s.Block != "" && s.Activities[0].Kind == event.KindWorkshop:
		return p.T("Workshops: choose one, or none.")
	case s.Block != "":
		return p.T("Choose one, or none.")
	case s.Activities[0].Chosen:
		return p.T("Please say whether you will come.")
	}
	return ""
}

func viewActivity(p *locale.Printer, pr *event.Programme, a event.Activity, counters map[string]registration.Counter) activityView {
	zone := pr.Event.Zone()
	v := activityView{Activity: a, When: p.Span(a.StartsAt.In(zone), a.EndsAt.In(zone)), Where: a.Where(p),
		Interpretation: languageNames(p, a.Interpretation), Guides: languageNames(p, a.GuideLanguages),
		HearingLoop: hasLoop(pr, a.RoomID), Places: newAvailability(p, counters, a.Code)}
	if a.Kind == event.KindTrip {
		v.Wheelchairs = wheelchairs(p, a)
	}
	return v
}

func wheelchairs(p *locale.Printer, a event.Activity) string {
	if a.WheelchairSpaces == 0 {
		return p.T("No wheelchair space")
	}
	return p.N("%d wheelchair space", "%d wheelchair spaces", a.WheelchairSpaces, a.WheelchairSpaces)
}

func languageNames(p *locale.Printer, tags []string) string {
	names := make([]string, len(tags))
	for i, tag := range tags {
		names[i] = p.Language(tag)
	}
	return strings.Join(names, ", ")
}

func hasLoop(pr *event.Programme, roomID int64) bool {
	for _, r := range pr.Rooms {
		if r.ID == roomID {
			return slices.Contains(pr.Event.Venue.HearingLoop, r.Code)
		}
	}
	return false
}

func roomsWithLoop(pr *event.Programme) string {
	var names []string
	for _, r := range pr.Rooms {
		if slices.Contains(pr.Event.Venue.HearingLoop, r.Code) {
			names = append(names, r.Name)
		}
	}
	return strings.Join(names, ", ")
}

package web

import (
	"net/url"
	"slices"
	"time"

	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/locale"
	"convene/internal/registration"
)

// choiceGroup is one question of the form: the activities of which a person has
// one or none. Field is "choice." and the block, or the activity's own code when
// it belongs to no block; Wait is the box for the waiting list.
type choiceGroup struct {
	form
	Field, Wait string
	Legend      string
	None        string // the words of "none"
	Trip        bool
	Activities  []activityView
}

// none is the value of the radio that chooses nothing.
const none = "none"

// choiceGroups makes the questions of a programme. trip selects those about field
// trips, or all others.
func choiceGroups(p *locale.Printer, pr *event.Programme, counters map[string]registration.Counter, trip bool) []choiceGroup {
	var groups []choiceGroup
	for _, a := range pr.Chosen() {
		if (a.Kind == event.KindTrip) != trip {
			continue
		}
		key := a.Code
		if a.Block != "" {
			key = a.Block
		}
		i := slices.IndexFunc(groups, func(g choiceGroup) bool { return g.Field == "choice."+key })
		if i < 0 {
			i, groups = len(groups), append(groups, newChoiceGroup(p, pr, a, key))
		}
		groups[i].Activities = append(groups[i].Activities, viewActivity(p, pr, a, counters))
	}
	for i := range groups {
		slices.SortStableFunc(groups[i].Activities, byTrack)
	}
	return groups
}

func byTrack(a, b activityView) int {
	switch {
	case a.Track < b.Track:
		return -1
	case a.Track > b.Track:
		return 1
	}
	return a.Position - b.Position
}

func newChoiceGroup(p *locale.Printer, pr *event.Programme, a event.Activity, key string) choiceGroup {
	g := choiceGroup{Field: "choice." + key, Wait: "wait." + key, Trip: a.Kind == event.KindTrip}
	zone := pr.Event.Zone()
	day, span := p.Day(a.StartsAt.In(zone)), p.Span(a.StartsAt.In(zone), a.EndsAt.In(zone))
	switch {
	case g.Trip:
		g.Legend, g.None = p.T("Field trip, %s", day), p.T("No field trip")
	case a.Kind == event.KindWorkshop:
		g.Legend, g.None = p.T("Workshop, %s, %s", day, span), p.T("No workshop at this time")
	default:
		title, _ := a.Title.In(p.Lang(), pr.Event.DefaultLocale)
		g.Legend, g.None = p.T("%s, %s, %s", title, day, span), p.T("No, I will not come")
	}
	return g
}

// Single is true for a question about one activity: the answer is yes or no.
func (g choiceGroup) Single() bool { return len(g.Activities) == 1 && g.Activities[0].Block == "" }

// Wrong is what is wrong with the answer.
func (g choiceGroup) Wrong() string { return g.Error(g.Field) }

// anyTrip tells whether a field trip is among the questions.
func anyTrip(groups []choiceGroup) bool {
	return slices.ContainsFunc(groups, func(g choiceGroup) bool { return g.Trip })
}

// fieldsOf names the fields of some questions.
func fieldsOf(groups []choiceGroup) []string {
	var names []string
	for _, g := range groups {
		names = append(names, g.Field, g.Wait)
	}
	return names
}

// chosenActivity is one answered question.
type chosenActivity struct {
	group    choiceGroup
	activity activityView
	wait     bool
}

// parseChoices reads the answers to the questions. Every question must be
// answered; one may not choose what is full without waiting for it, nor two
// things at the same time. held are the codes of places one has already: they are
// not asked about again.
func parseChoices(groups []choiceGroup, typed url.Values, held []string, zone *time.Location, p *locale.Printer) ([]registration.Choice, []fault.Field) {
	var chosen []chosenActivity
	var choices []registration.Choice
	var faults []fault.Field
	for _, g := range groups {
		c, problem := g.parse(typed, held)
		if problem == nil && c != nil {
			problem = c.clash(chosen, zone, p)
		}
		if problem != nil {
			faults = append(faults, *problem)
		}
		if c != nil {
			chosen = append(chosen, *c)
			choices = append(choices, registration.Choice{Activity: c.activity.Code, MayWait: c.wait})
		}
	}
	return choices, faults
}

// parse reads the answer to one question; nil for none.
func (g choiceGroup) parse(typed url.Values, held []string) (*chosenActivity, *fault.Field) {
	answer := typed.Get(g.Field)
	if answer == none {
		return nil, nil
	}
	i := slices.IndexFunc(g.Activities, func(a activityView) bool { return a.Code == answer })
	if i < 0 {
		return nil, &fault.Field{Name: g.Field, Message: "Choose one, or say that you want none."}
	}
	c := &chosenActivity{group: g, activity: g.Activities[i], wait: typed.Get(g.Wait) != ""}
	if a := c.activity.Places; a != nil && a.Left == 0 && !c.wait && !slices.Contains(held, answer) {
		return c, &fault.Field{Name: g.Field, Message: "This is full. Choose another, or tick the box for the waiting list."}
	}
	return c, nil
}

// clash finds what overlaps among the answers before this one; back to back is
// fine (places.md, rule 8).
func (c chosenActivity) clash(before []chosenActivity, zone *time.Location, p *locale.Printer) *fault.Field {
	for _, b := range before {
		if c.activity.StartsAt.Before(b.activity.EndsAt) && b.activity.StartsAt.Before(c.activity.EndsAt) {
			title, _ := b.activity.Title.In(p.Lang())
			return &fault.Field{Name: c.group.Field, Message: "This overlaps “%s”, %s. You can have only one of them.",
				Args: []any{title, p.Span(b.activity.StartsAt.In(zone), b.activity.EndsAt.In(zone))}}
		}
	}
	return nil
}

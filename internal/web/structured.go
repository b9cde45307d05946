package web

import (
	"time"

	"convene/internal/event"
	"convene/internal/registration"
)

// structuredEvent describes an event for search engines (schema.org/Event as
// JSON-LD, domain.md ST-07). It never names an attendee.
type structuredEvent struct {
	Context    string            `json:"@context,omitempty"`
	Type       string            `json:"@type"`
	Name       string            `json:"name"`
	URL        string            `json:"url,omitempty"`
	StartDate  string            `json:"startDate"` // ISO 8601 with offset
	EndDate    string            `json:"endDate"`
	Mode       string            `json:"eventAttendanceMode,omitempty"`
	Status     string            `json:"eventStatus,omitempty"`
	Location   *structuredPlace  `json:"location,omitempty"`
	Organizers []structuredParty `json:"organizer,omitempty"`
	Languages  []string          `json:"inLanguage,omitempty"`
	Capacity   int               `json:"maximumAttendeeCapacity,omitempty"`
	Free       bool              `json:"isAccessibleForFree,omitempty"`
	Parts      []structuredEvent `json:"subEvent,omitempty"`
}

type structuredPlace struct {
	Type    string            `json:"@type"`
	Name    string            `json:"name"`
	Address structuredAddress `json:"address"`
}

type structuredAddress struct {
	Type     string `json:"@type"`
	Street   string `json:"streetAddress,omitempty"`
	Locality string `json:"addressLocality"`
	Country  string `json:"addressCountry"`
}

type structuredParty struct {
	Type string `json:"@type"`
	Name string `json:"name"`
}

// organiserName is who calls the seminars.
const organiserName = "European Alliance of Cities and Regions for Roma Inclusion"

func (s *Server) structured(p page, pr *event.Programme, counters map[string]registration.Counter) structuredEvent {
	e := pr.Event
	d := structuredEvent{Context: "https://schema.org", Type: "Event", Name: p.Plain(e.Title), URL: s.BaseURL + "/events/" + e.Slug,
		StartDate: e.StartsAt.Format(time.RFC3339), EndDate: e.EndsAt.Format(time.RFC3339),
		Mode: "https://schema.org/OfflineEventAttendanceMode", Status: structuredStatus(e.Status),
		Location: &structuredPlace{Type: "Place", Name: e.Venue.Name,
			Address: structuredAddress{Type: "PostalAddress", Street: e.Venue.Address, Locality: e.City, Country: e.Country}},
		Organizers: structuredOrganisers(pr.Partners), Languages: e.Locales,
		Capacity: counters[event.RootCode].Capacity, Free: true}
	for _, a := range pr.Activities {
		if a.Kind != event.KindEvent {
			d.Parts = append(d.Parts, structuredEvent{Type: "Event", Name: p.Plain(a.Title), Languages: a.Interpretation,
				StartDate: a.StartsAt.Format(time.RFC3339), EndDate: a.EndsAt.Format(time.RFC3339), Capacity: counters[a.Code].Capacity})
		}
	}
	return d
}

func structuredStatus(status string) string {
	if status == event.Cancelled {
		return "https://schema.org/EventCancelled"
	}
	return "https://schema.org/EventScheduled"
}

func structuredOrganisers(partners []event.Partner) []structuredParty {
	parties := []structuredParty{{"Organization", organiserName}}
	for _, partner := range partners {
		if partner.Role == "co-organiser" {
			parties = append(parties, structuredParty{"Organization", partner.Name})
		}
	}
	return parties
}

package mail

import (
	"testing"
	"time"
)

// made is when the deeds of the samples were done.
var made = time.Date(2026, 11, 23, 10, 15, 0, 0, time.UTC)

// atBudapest reads a wall clock of the sample venue.
func atBudapest(t testing.TB, clock string) time.Time {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Budapest")
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", clock, zone)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// sampleEntry is a filled letter with a code.
func sampleEntry() EntryCode {
	return EntryCode{
		Code: "402917", Link: "https://convene.example.org/enter/kT3vQ9w", Minutes: 10,
		EventTitle: "Education policies for Roma: inclusive schools and Romani language and culture",
		Contact:    "alliance@example.org", Sample: true,
	}
}

func sampleOccasion(t testing.TB) Occasion {
	r := sampleRegistration(t, Confirmed)
	return Occasion{EventTitle: r.EventTitle, EventLang: r.EventLang, City: r.City, Venue: r.Venue, Timezone: r.Timezone,
		StartsAt: r.StartsAt, EndsAt: r.EndsAt, Until: atBudapest(t, "2026-12-01 18:00"), EventURL: r.EventURL, Contact: r.Contact, Sample: true}
}

func sampleInvitation(t testing.TB) Invitation {
	return Invitation{Occasion: sampleOccasion(t), By: "Eva Secretary", RegisterURL: "https://convene.example.org/events/budapest/register"}
}

func sampleAppointment(t testing.TB) Appointment {
	return Appointment{Occasion: sampleOccasion(t), Authority: "Hódmezővásárhely", Places: 3, DelegationsURL: "https://convene.example.org/delegations"}
}

// sampleRegistration is a letter with a place in every state.
func sampleRegistration(t testing.TB, deed string) Registration {
	t.Helper()
	r := Registration{
		Deed: deed, Reference: "BUD-7K2M-4Q", Name: "Ana Čakovec",
		EventTitle: "Education policies for Roma: inclusive schools and Romani language and culture",
		EventLang:  "en", EventSlug: "budapest", City: "Budapest", Venue: "Sample Seminar Centre Budapest",
		Timezone: "Europe/Budapest",
		StartsAt: atBudapest(t, "2026-12-14 08:30"), EndsAt: atBudapest(t, "2026-12-15 13:00"),
		ChangesUntil: atBudapest(t, "2026-12-09 18:00"),
		MeURL:        "https://convene.example.org/me", EventURL: "https://convene.example.org/events/budapest",
		Contact: "alliance@example.org", Sequence: 3, Sample: true,
	}
	r.Places = []Place{
		{UID: "41-0@convene", Title: r.EventTitle, Lang: "en", Kind: "event", State: "confirmed", StartsAt: r.StartsAt, EndsAt: r.EndsAt},
		{UID: "41-2@convene", Title: "B1 Romani language and culture in the timetable", Lang: "en", Kind: "workshop", State: "refused", Reason: "Full; 3 people wait before you.", Where: "Room B", StartsAt: atBudapest(t, "2026-12-14 11:30"), EndsAt: atBudapest(t, "2026-12-14 13:00")},
		{UID: "41-3@convene", Title: "C2 From kindergarten to secondary: keeping girls and boys in school", Lang: "en", Kind: "workshop", State: "confirmed", Gained: true, Where: "Room C", StartsAt: atBudapest(t, "2026-12-14 14:15"), EndsAt: atBudapest(t, "2026-12-14 15:45")},
		{UID: "41-4@convene", Title: "Séance en français : l’école et la famille", Lang: "fr", Kind: "workshop", State: "released", Lost: true, Where: "Room A", StartsAt: atBudapest(t, "2026-12-14 16:15"), EndsAt: atBudapest(t, "2026-12-14 17:45")},
		{UID: "41-5@convene", Title: "Field trip 1: the school of Hódmezővásárhely", Lang: "en", Kind: "trip", State: "waiting", Position: 4, Reason: "Full; 3 people wait before you.", MeetingPoint: "Bus stop in front of the seminar centre", StartsAt: atBudapest(t, "2026-12-15 08:00"), EndsAt: atBudapest(t, "2026-12-15 13:00")},
		{UID: "41-6@convene", Title: "Evening in the old town", Lang: "en", Kind: "social", State: "wished", StartsAt: atBudapest(t, "2026-12-14 19:00"), EndsAt: atBudapest(t, "2026-12-14 21:00")},
	}
	switch deed {
	case Waiting:
		r.Places[0].State, r.Places[0].Position, r.Places[0].Reason = "waiting", 12, "Full; 11 people wait before you."
		for i := range r.Places[1:] {
			r.Places[i+1] = wished(r.Places[i+1])
		}
	case Withdrawn:
		for i, place := range r.Places {
			r.Places[i].Lost = place.State == "confirmed" || place.Lost
			r.Places[i].State, r.Places[i].Gained, r.Places[i].Position, r.Places[i].Reason = "released", false, 0, ""
		}
	}
	return r
}

// wished is a place as it stands for somebody who waits for the event.
func wished(p Place) Place {
	p.State, p.Position, p.Reason, p.Gained, p.Lost = "wished", 0, "", false, false
	return p
}

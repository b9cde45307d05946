package registration

import (
	"testing"

	"convene/internal/event"
	"convene/internal/mail"
)

func TestLettersOfInvitationAndAppointment(t *testing.T) {
	t.Parallel()
	f := setup(t, capacities{1, 5, 5, 5})
	pr, err := event.Load(f.ctx, f.db.DB, f.event)
	if err != nil {
		t.Fatal(err)
	}
	h, pecs := Letterhead{BaseURL: "https://convene.example.org", Contact: "help@example.org", Locale: "fr"}, f.authority(t, "Pécs")
	for range 2 { // the second time nobody is written to
		if _, err := Invite(f.ctx, f.db.DB, f.event, "ana@example.org", h.Invitation(pr, "Eva"), 1, now); err != nil {
			t.Fatal(err)
		}
		if _, err := Appoint(f.ctx, f.db.DB, f.event, pecs, "ana@example.org", h.Appointment(pr, "Pécs"), now); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := mail.List(f.ctx, f.db.DB, 10, 0)
	if err != nil || len(kept) != 2 || kept[0].Kind != "appointment" || kept[1].Kind != "invitation" {
		t.Fatalf("%+v, %v", kept, err)
	}
	for _, k := range kept {
		if l, err := mail.Read(f.ctx, f.db.DB, k.ID); err != nil || k.Subject == "" || l.HTML == "" {
			t.Errorf("%s: %v", k.Kind, err)
		}
	}
}

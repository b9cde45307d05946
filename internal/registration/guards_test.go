package registration

import (
	"testing"

	"convene/internal/postgres"
)

// What people have places on cannot be deleted, however it is tried.
func TestTheDatabaseKeepsWhatPeopleHavePlacesOn(t *testing.T) {
	t.Parallel()
	f := setup(t, capacities{5, 5, 5, 5})
	f.submit(t, 1, Choice{"a1", true})
	for statement, refusal := range map[string]string{
		`delete from event`: "place_activity_fkey", `delete from activity where code = 'a1'`: "place_activity_fkey",
		`delete from counter`: "place_activity_fkey", `delete from person`: "registration_person_fkey",
	} {
		if _, err := f.db.ExecContext(f.ctx, statement); postgres.Constraint(err) != refusal {
			t.Errorf("%s: %v", statement, err)
		}
	}
	if _, err := f.db.ExecContext(f.ctx, `delete from activity where code = 'b1'`); err != nil {
		t.Errorf("an activity nobody has a place on: %v", err)
	}
	f.reconcile(t)
}

// Who is forgotten takes the places along; a place of nobody is found.
func TestPlacesGoWithTheirRegistration(t *testing.T) {
	t.Parallel()
	f := setup(t, capacities{5, 5, 5, 5})
	one, two := f.submit(t, 1, Choice{"a1", true}), f.submit(t, 2)
	if _, err := f.desk.Withdraw(f.ctx, Withdrawal{EventID: f.event, RegistrationID: one.RegistrationID, Now: now}); err != nil {
		t.Fatal(err)
	}
	if _, err := f.db.ExecContext(f.ctx, `delete from registration where id = ?`, one.RegistrationID); err != nil {
		t.Fatal(err)
	}
	if n := f.count(t, `select (select count(*) from place) + (select count(*) from history)`); n != 2 {
		t.Errorf("%d places and deeds are left of two", n)
	}
	f.reconcile(t)
	if _, err := f.db.ExecContext(f.ctx, `alter table registration disable trigger registration_takes_all; delete from registration where id = ?`, two.RegistrationID); err != nil {
		t.Fatal(err)
	}
	if found, err := Reconcile(f.ctx, f.db); err != nil || len(found) == 0 {
		t.Errorf("a place of nobody is not found: %v, %v", found, err)
	}
}

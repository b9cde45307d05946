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
	for _, statement := range []string{`delete from event`, `delete from activity where code = 'a1'`, `delete from counter`} {
		if _, err := f.db.ExecContext(f.ctx, statement); postgres.Constraint(err) != "place_activity_fkey" {
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
	if n := f.count(t, `select count(*) from place`); n != 1 {
		t.Errorf("%d places are left of one", n)
	}
	f.reconcile(t)
	if _, err := f.db.ExecContext(f.ctx, `alter table registration disable trigger registration_takes_places; delete from registration where id = ?`, two.RegistrationID); err != nil {
		t.Fatal(err)
	}
	if found, err := Reconcile(f.ctx, f.db); err != nil || len(found) == 0 {
		t.Errorf("a place of nobody is not found: %v, %v", found, err)
	}
}

package registration

import (
	"convene/internal/allocation"
	"convene/internal/fault"
)

// command fills in what only the loaded rows can tell.
func (r *batchRun) command(j *job) (allocation.Command, error) {
	c := j.Command
	switch c.Kind {
	case allocation.Submit, allocation.Nominate:
		c.Registration, c.Person = r.nextID(), r.in.persons[j.newcomer.email]
	case allocation.Substitute:
		c.NewRegistration, c.Person = r.nextID(), r.in.persons[j.newcomer.email]
	case allocation.Reserve:
		if c.Contingent == 0 {
			c.Contingent = r.nextContingent()
		}
	}
	if j.activity != "" {
		c.Activity = r.activity(c.Event, j.activity)
	}
	if j.details == nil {
		return c, nil
	}
	if old := r.in.state.Registrations[c.Registration]; old != nil && c.Kind != allocation.Change && j.details.AuthorityID != old.Authority {
		return c, fault.WrongInput([]fault.Field{{Name: "authority", Message: "The place is one of another authority."}})
	}
	return r.withWishes(c, j.choices, j.details.AuthorityID)
}

func (r *batchRun) nextID() int64 {
	id := r.in.ids[0]
	r.in.ids = r.in.ids[1:]
	return id
}

func (r *batchRun) nextContingent() int64 {
	id := r.in.contingentIDs[0]
	r.in.contingentIDs = r.in.contingentIDs[1:]
	return id
}

func (r *batchRun) withWishes(c allocation.Command, choices []Choice, authority int64) (allocation.Command, error) {
	var wrong []fault.Field
	c.Authority = authority
	if _, ok := r.in.authorities[authority]; authority != 0 && !ok {
		wrong = append(wrong, fault.Field{Name: "authority", Message: "Choose an authority from the list."})
	}
	for _, choice := range choices {
		id, ok := r.in.codes[c.Event][choice.Activity]
		if !ok {
			wrong = append(wrong, fault.Field{Name: "activities", Message: "There is no activity “%s” to choose.", Args: []any{choice.Activity}})
		}
		c.Wishes = append(c.Wishes, allocation.Wish{Activity: id, MayWait: choice.MayWait})
	}
	return c, fault.WrongInput(wrong)
}

// activity finds an activity by its code; the event itself by "event" or its slug.
func (r *batchRun) activity(eventID int64, code string) int64 {
	if id, ok := r.in.codes[eventID][code]; ok {
		return id
	}
	if ev := r.in.state.Events[eventID]; ev != nil {
		if root := r.in.state.Activities[ev.Root]; root != nil && root.Code == code {
			return root.ID
		}
	}
	return 0
}

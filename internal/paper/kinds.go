package paper

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/locale"
)

// Kind is one of the papers of logistics. Trip papers are of one field trip;
// Activity papers can be of one activity, or of the whole event. Packed ones belong
// to the pack of an event, which is kept for a day: telephone numbers and the list
// of participants are not left lying in it, since they can be taken back at once.
type Kind struct {
	Name                   string
	Trip, Activity, Packed bool
	Make                   func(context.Context, bun.IDB, Request) (*Paper, error)
}

// Kinds are all papers of logistics by the names that addresses and the command
// line have for them.
func Kinds() []Kind {
	return []Kind{
		{Name: "manifest", Trip: true, Make: Manifest}, {Name: "guide", Trip: true, Make: Guide},
		{Name: "room-signs", Packed: true, Make: RoomSigns}, {Name: "bus-signs", Packed: true, Make: BusSigns},
		{Name: "tents", Packed: true, Activity: true, Make: Tents}, {Name: "seating", Packed: true, Activity: true, Make: Seating},
		{Name: "meals", Packed: true, Make: Meals}, {Name: "interpretation", Packed: true, Make: Interpretation},
		{Name: "participants", Make: Participants},
	}
}

// Title is what a packed paper is called.
func (k Kind) Title(p *locale.Printer) string {
	switch k.Name {
	case "room-signs":
		return p.T("Signs of the rooms")
	case "bus-signs":
		return p.T("Signs of the buses")
	case "tents":
		return p.T("Name tents")
	case "seating":
		return p.T("Seating by authority")
	case "meals":
		return p.T("Counts per meal")
	}
	return p.T("Interpretation plan")
}

// Make makes the paper of a kind. fault.NotFound: there is no such kind, or a kind
// of one activity was asked for another.
func Make(ctx context.Context, db bun.IDB, kind string, r Request) (*Paper, error) {
	all := Kinds()
	i := slices.IndexFunc(all, func(k Kind) bool { return k.Name == kind })
	switch {
	case i < 0:
		return nil, fault.New(fault.NotFound, "There is no such paper.")
	case all[i].Trip && r.Activity == "":
		return nil, fault.New(fault.NotFound, "This paper is of one field trip: say which.")
	case !all[i].Trip && !all[i].Activity && r.Activity != "" && r.Activity != event.RootCode:
		return nil, fault.New(fault.NotFound, "This paper is of the whole event, not of one activity.")
	}
	return all[i].Make(ctx, db, r)
}

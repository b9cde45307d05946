package paper

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"convene/internal/event"
	"convene/internal/fault"
)

// Kind is one of the papers of logistics. Trip papers are of one field trip;
// Activity papers can be of one activity, or of the whole event.
type Kind struct {
	Name           string
	Trip, Activity bool
	Make           func(context.Context, bun.IDB, Request) (*Paper, error)
}

// Kinds are all papers of logistics by the names that addresses and the command
// line have for them.
func Kinds() []Kind {
	return []Kind{
		{Name: "manifest", Trip: true, Make: Manifest}, {Name: "guide", Trip: true, Make: Guide},
		{Name: "room-signs", Make: RoomSigns}, {Name: "bus-signs", Make: BusSigns},
		{Name: "tents", Activity: true, Make: Tents}, {Name: "seating", Activity: true, Make: Seating},
		{Name: "meals", Make: Meals}, {Name: "interpretation", Make: Interpretation}, {Name: "participants", Make: Participants},
	}
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

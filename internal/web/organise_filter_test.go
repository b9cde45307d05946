package web

import (
	"net/url"
	"testing"

	"pgregory.net/rapid"

	"convene/internal/event"
)

var filterProgramme = &event.Programme{Activities: []event.Activity{{Code: "event", Kind: event.KindEvent}, {Code: "a1", Chosen: true}}}

func TestAFilterReadsWhatItWrote(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := listFilter{Search: rapid.StringMatching(`[A-Z2-7]{0,8}`).Draw(t, "search"), State: rapid.SampledFrom(append(filterStates, "")).Draw(t, "state"),
			Activity: rapid.SampledFrom([]string{"", "a1", "event"}).Draw(t, "activity"), Country: rapid.SampledFrom([]string{"", "HU"}).Draw(t, "country"),
			Authority: rapid.Int64Range(0, 9).Draw(t, "authority"), Sort: rapid.SampledFrom([]string{"", "country"}).Draw(t, "sort"),
			Descending: rapid.Bool().Draw(t, "descending"), Page: rapid.IntRange(1, 9).Draw(t, "page")}
		if f.Activity != "" {
			f.Place = rapid.SampledFrom(append(filterPlaces, "")).Draw(t, "place")
		}
		if got := readFilter(f.values(), filterProgramme); got != f {
			t.Errorf("wrote %+v, read %+v", f, got)
		}
	})
}

func TestAFilterDropsWhatMeansNothing(t *testing.T) {
	t.Parallel()
	v := url.Values{"state": {"x"}, "activity": {"nothing"}, "place": {"waiting"}, "authority": {"-5"}, "sort": {"email"}, "order": {"up"}, "page": {"1e9"}}
	if got := readFilter(v, filterProgramme); got != (listFilter{Page: 1}) || got.narrows() {
		t.Errorf("read %+v", got)
	}
}

func TestAColumnTurnsAround(t *testing.T) {
	t.Parallel()
	f := listFilter{Page: 3}
	up := f.sortedBy("name")
	if !up.Descending || up.Page != 1 { // by name it is already
		t.Errorf("by name again: %+v", up)
	}
	if by := up.sortedBy("country"); by.Descending || by.Sort != "country" {
		t.Errorf("by another column: %+v", by)
	}
}

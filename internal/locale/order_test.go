package locale

import (
	"slices"
	"testing"
)

func TestSort(t *testing.T) {
	type person struct{ country, city, name string }
	list := []person{
		{"Suède", "Åmål", "Zoé"}, {"Espagne", "Madrid", "Ana"}, {"Espagne", "Ávila", "Émile"},
		{"Espagne", "Avila", "first"}, {"Estonie", "Tartu", "Åsa"}, {"Espagne", "Madrid", "ana"}, {"espagne", "Madrid", "Ana"},
	}
	Sort(For("fr"), list,
		func(p person) string { return p.country },
		func(p person) string { return p.city },
		func(p person) string { return p.name })
	want := []person{
		{"espagne", "Madrid", "Ana"}, {"Espagne", "Avila", "first"}, {"Espagne", "Ávila", "Émile"},
		{"Espagne", "Madrid", "ana"}, {"Espagne", "Madrid", "Ana"}, {"Estonie", "Tartu", "Åsa"}, {"Suède", "Åmål", "Zoé"},
	}
	if !slices.Equal(list, want) {
		t.Errorf("got %v", list)
	}
}

// Those that are equal stay in the order they came in.
func TestSortIsStable(t *testing.T) {
	type row struct {
		name string
		at   int
	}
	list := []row{}
	for i := range 50 {
		list = append(list, row{[]string{"b", "a"}[i%2], i})
	}
	Sort(For("en"), list, func(r row) string { return r.name })
	if !slices.IsSortedFunc(list[:25], func(a, b row) int { return a.at - b.at }) || list[0].name != "a" || list[25].name != "b" {
		t.Errorf("got %v", list)
	}
	Sort(For("en"), []row{}, func(r row) string { return r.name })
}

func TestLess(t *testing.T) {
	p := For("en")
	ordered := []string{"", "Anne Laure", "Čakovec", "Cluj", "Émile", "Estonia", "İnci", "Łódź", "Oulu", "Ångström"}
	slices.SortFunc(ordered, func(a, b string) int {
		if p.Less(a, b) {
			return -1
		}
		return 1
	})
	want := []string{"", "Ångström", "Anne Laure", "Čakovec", "Cluj", "Émile", "Estonia", "İnci", "Łódź", "Oulu"}
	if !slices.Equal(ordered, want) {
		t.Errorf("got %q", ordered)
	}
	if p.Less("a", "a") {
		t.Error("a comes before itself")
	}
}

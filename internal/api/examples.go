package api

import "github.com/danielgtaylor/huma/v2"

// The examples of the document. They work on the demo.
var (
	registrationExamples = map[string]*huma.Example{
		"authority": {Summary: "Somebody from an authority, with a workshop, a trip and the waiting list wherever it is full", Value: map[string]any{
			"given_name": "Zsófia", "family_name": "Sample", "email": "zsofia.sample@example.org", "authority": "Pécs",
			"function": "Deputy mayor", "locale": "en", "activities": []string{"bp-a1", "bp-t1"}, "join_waiting_list": "all", "consents": []string{"list"}}},
		"organisation": {Summary: "Somebody from another organisation, whose name is not written in Latin letters", Value: map[string]any{
			"given_name": "Мария", "family_name": "Примерова", "badge_name": "Мария Примерова", "latin_name": "Maria Primerova",
			"email": "maria.primerova@example.org", "organisation": "Association of Examples", "country": "BG", "function": "School mediator",
			"locale": "fr", "activities": []string{"bp-b1"}, "join_waiting_list": []string{"event", "bp-b1"}, "consents": []string{}}},
	}
	changeExamples = map[string]*huma.Example{
		"function":   {Summary: "Another function; all else stays", Value: map[string]any{"function": "Mayor"}},
		"activities": {Summary: "Other activities; those left out are given up", Value: map[string]any{"activities": []string{"bp-b1"}, "join_waiting_list": "all"}},
	}
)

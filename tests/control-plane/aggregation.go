package main

import (
	"encoding/json"
	"slices"
)

// clusterRole is what there is to know about aggregation, as the API server tells it.
type clusterRole struct {
	Metadata struct {
		Name   string
		Labels map[string]string
	}
	AggregationRule struct {
		ClusterRoleSelectors []struct {
			MatchLabels map[string]string
		}
	}
	// Rules are only ever compared, and equal ones are written equally.
	Rules []json.RawMessage
}

// selects says whether the role is aggregated from another. Those of an empty cluster select by equal labels only.
func (r *clusterRole) selects(part *clusterRole) bool {
	for _, selector := range r.AggregationRule.ClusterRoleSelectors {
		matches := true
		for label, value := range selector.MatchLabels {
			matches = matches && part.Metadata.Labels[label] == value
		}
		if matches {
			return true
		}
	}
	return false
}

// holds says whether the role has all rules of another.
func (r *clusterRole) holds(part *clusterRole) bool {
	for _, rule := range part.Rules {
		same := func(own json.RawMessage) bool { return string(own) == string(rule) }
		if !slices.ContainsFunc(r.Rules, same) {
			return false
		}
	}
	return true
}

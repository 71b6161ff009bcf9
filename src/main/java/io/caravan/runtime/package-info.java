/**
 * Puts the rooms together and runs them: opens a project with its store and its Camel context, carries cycles through
 * the routes ({@code caravan:} component), plans, explains. Uses every room left of it. Never prints.
 */
package io.caravan.runtime;

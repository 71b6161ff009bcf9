/**
 * The main job from end to end: whole projects with real servers, run by the program's own routes and connectors.
 * What came of them is counted by clients that are not ours. Never looks at how the engine does it.
 */
package io.caravan.mainjob;

package io.caravan.mapping;

/**
 * How much the word of a record counts, at most, while its person is not there by it: of somebody who has left one employment and is in another, the old record
 * is to be quiet.
 *
 * @param ahead of one that begins later
 * @param ended of one that has ended; unless it ended urgently, which is about the person
 */
public record StandingAuthority(int ahead, int ended) {
}

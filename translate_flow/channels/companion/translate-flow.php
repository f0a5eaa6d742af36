<?php
/**
 * Plugin Name: translate_flow companion
 * Description: Lets translate_flow write each article's versions exactly once, stop where an editor changed a post, and link translations in Polylang.
 * Version: 1
 * Requires at least: 5.9
 * Requires PHP: 7.4
 * License: MIT
 *
 * Put it into wp-content/mu-plugins/, or into wp-content/plugins/ and activate it.
 * All routes are below /wp-json/translate-flow/v1/ and ask for an application password; what a user may not do in WordPress they may not do here.
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

const TRANSLATE_FLOW_VERSION = 1;
const TRANSLATE_FLOW_KEY     = '_translate_flow_key';  // which version of which newsroom's channel a post is
const TRANSLATE_FLOW_SAVED   = '_translate_flow_mark'; // what the post was after our last write
const TRANSLATE_FLOW_SENT    = '_translate_flow_sent'; // a digest of what was sent for it

add_action( 'rest_api_init', 'translate_flow_routes' );

function translate_flow_routes() {
	$editor = function () {
		return current_user_can( 'edit_posts' );
	};
	$routes = array(
		array( '/status', 'GET', 'translate_flow_status' ),
		array( '/find', 'POST', 'translate_flow_find' ),
		array( '/posts', 'GET', 'translate_flow_list' ),
		array( '/posts', 'POST', 'translate_flow_write' ),
		array( '/withdraw', 'POST', 'translate_flow_withdraw' ),
	);
	foreach ( $routes as list( $route, $method, $callback ) ) {
		register_rest_route( 'translate-flow/v1', $route, array( 'methods' => $method, 'callback' => $callback, 'permission_callback' => $editor ) );
	}
	register_rest_route( 'translate-flow/v1', '/posts/(?P<id>\d+)', array(
		'methods'             => 'GET',
		'callback'            => 'translate_flow_show',
		'permission_callback' => function ( $request ) {
			return current_user_can( 'edit_post', (int) $request['id'] );
		},
	) );
}

// ---- what there is ----

function translate_flow_status() {
	return array( 'version' => TRANSLATE_FLOW_VERSION, 'languages' => translate_flow_languages(), 'how' => translate_flow_how(), 'transactions' => translate_flow_has_transactions() );
}

/** Who keeps languages: "polylang", "fields" of the REST API that some plugin adds, or nobody. */
function translate_flow_how() {
	global $wp_rest_additional_fields;
	if ( function_exists( 'pll_set_post_language' ) && function_exists( 'pll_save_post_translations' ) ) {
		return 'polylang';
	}
	return isset( $wp_rest_additional_fields['post']['lang'], $wp_rest_additional_fields['post']['translations'] ) ? 'fields' : '';
}

function translate_flow_languages() {
	if ( translate_flow_how() !== 'polylang' ) {
		return array();
	}
	return array_map( function ( $slug, $locale ) {
		return array( 'slug' => $slug, 'locale' => $locale );
	}, pll_languages_list( array( 'fields' => 'slug' ) ), pll_languages_list( array( 'fields' => 'locale' ) ) );
}

function translate_flow_has_transactions() {
	global $wpdb;
	return 'innodb' === strtolower( (string) $wpdb->get_var( $wpdb->prepare( 'SELECT engine FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = %s', $wpdb->posts ) ) );
}

/** A post's language and translations. */
function translate_flow_show( $request ) {
	$id = (int) $request['id'];
	if ( translate_flow_how() !== 'polylang' ) {
		return array( 'id' => $id, 'lang' => null, 'translations' => new stdClass() );
	}
	return array( 'id' => $id, 'lang' => pll_get_post_language( $id ) ?: null, 'translations' => (object) pll_get_post_translations( $id ) );
}

/** The states of posts by their keys; by `ids`, where a post was made before this plugin was here. */
function translate_flow_find( $request ) {
	$found = array();
	$ids   = (array) $request['ids'];
	foreach ( array_slice( (array) $request['keys'], 0, 200 ) as $key ) {
		$id = translate_flow_id( $key, (int) ( $ids[ $key ] ?? 0 ) );
		if ( $id ) {
			$found[ $key ] = translate_flow_state( $id );
		}
	}
	return (object) $found;
}

/** All posts of one channel, by their ids, from `after` on. */
function translate_flow_list( $request ) {
	global $wpdb;
	$sql  = "SELECT MIN(post_id) AS id FROM {$wpdb->postmeta} WHERE meta_key = %s AND meta_value LIKE %s GROUP BY meta_value HAVING id > %d ORDER BY id LIMIT 100";
	$rows = $wpdb->get_col( $wpdb->prepare( $sql, TRANSLATE_FLOW_KEY, $wpdb->esc_like( $request['uid'] . '-' ) . '%', (int) $request['after'] ) );
	return array_map( 'translate_flow_state', array_map( 'intval', $rows ) );
}

/** The post of a key: the first, since plugins that duplicate posts copy our key with the rest. `known`: a post without a key that may be it. */
function translate_flow_id( $key, $known = 0 ) {
	global $wpdb;
	$sql = "SELECT p.ID FROM {$wpdb->posts} p JOIN {$wpdb->postmeta} m ON m.post_id = p.ID WHERE m.meta_key = %s AND m.meta_value = %s AND p.post_type <> 'revision' ORDER BY p.ID LIMIT 1";
	$id  = (int) $wpdb->get_var( $wpdb->prepare( $sql, TRANSLATE_FLOW_KEY, $key ) );
	if ( ! $id && $known && get_post( $known ) && in_array( get_post_meta( $known, TRANSLATE_FLOW_KEY, true ), array( '', $key ), true ) ) {
		return $known;
	}
	return $id;
}

/** What a post says and whether readers see it. A scheduled post becomes a published one by itself. */
function translate_flow_mark( $post ) {
	$status = 'future' === $post->post_status ? 'publish' : $post->post_status;
	return hash( 'sha256', $post->post_title . "\0" . $post->post_content . "\0" . $post->post_excerpt ) . ':' . $status;
}

function translate_flow_state( $id ) {
	$post   = get_post( $id );
	$editor = get_userdata( (int) get_post_meta( $id, '_edit_last', true ) );
	$terms  = array();
	foreach ( array( 'categories' => 'category', 'tags' => 'post_tag' ) as $field => $taxonomy ) {
		$set             = wp_get_object_terms( $id, $taxonomy, array( 'fields' => 'ids' ) );
		$terms[ $field ] = is_wp_error( $set ) ? array() : array_map( 'intval', $set );
	}
	return array(
		'id'     => $id,
		'key'    => (string) get_post_meta( $id, TRANSLATE_FLOW_KEY, true ),
		'type'   => $post->post_type,
		'status' => $post->post_status,
		'slug'   => $post->post_name,
		'link'   => get_permalink( $post ),
		'mark'   => translate_flow_mark( $post ),
		'saved'  => (string) get_post_meta( $id, TRANSLATE_FLOW_SAVED, true ),
		'sent'   => (string) get_post_meta( $id, TRANSLATE_FLOW_SENT, true ),
		'editor' => $editor ? $editor->display_name : '',
		'at'     => $post->post_modified_gmt,
		'terms'  => $terms,
	);
}

// ---- writing: one at a time for each channel, all of it or nothing ----

function translate_flow_write( $request ) {
	return translate_flow_alone( $request, function ( $id ) use ( $request ) {
		if ( $id ) {
			$refused = translate_flow_refused( $request, $id );
			if ( null !== $refused ) {
				return $refused;
			}
		} elseif ( ! $request['create'] ) {
			return new WP_Error( 'translate_flow_gone', 'The post is no longer there.', array( 'status' => 409 ) );
		}
		$other = $id ? 0 : translate_flow_at_address( (string) ( $request['fields']['slug'] ?? '' ), $request['type'] ?: 'post' );
		if ( $other ) {
			return new WP_Error( 'translate_flow_slug', 'Another post has this address.', array( 'status' => 409, 'id' => $other ) );
		}
		return translate_flow_written( $request, $id );
	} );
}

/** The post of that type that has a slug already; 0 for none. */
function translate_flow_at_address( $slug, $type ) {
	global $wpdb;
	$sql = "SELECT ID FROM {$wpdb->posts} WHERE post_name = %s AND post_type = %s AND post_status NOT IN ('trash', 'auto-draft', 'inherit') LIMIT 1";
	return '' === $slug ? 0 : (int) $wpdb->get_var( $wpdb->prepare( $sql, sanitize_title( $slug ), $type ) );
}

/** Takes a post from readers, and leaves what it says. What an editor changed stays known as changed. */
function translate_flow_withdraw( $request ) {
	return translate_flow_alone( $request, function ( $id ) use ( $request ) {
		if ( ! $id ) {
			return new WP_Error( 'translate_flow_gone', 'The post is no longer there.', array( 'status' => 409 ) );
		}
		$post = get_post( $id );
		if ( ! in_array( $post->post_status, array( 'publish', 'future' ), true ) ) {
			return translate_flow_state( $id );
		}
		$saved   = (string) get_post_meta( $id, TRANSLATE_FLOW_SAVED, true ) ?: (string) $request['mark'];
		$as_left = strtok( translate_flow_mark( $post ), ':' ) === strtok( $saved, ':' );
		$error   = translate_flow_asked( rest_get_route_for_post( $id ), array( 'status' => 'draft' ) );
		if ( is_wp_error( $error ) ) {
			return $error;
		}
		update_post_meta( $id, TRANSLATE_FLOW_KEY, $request['key'] );
		update_post_meta( $id, TRANSLATE_FLOW_SENT, '' );
		update_post_meta( $id, TRANSLATE_FLOW_SAVED, $as_left ? translate_flow_mark( get_post( $id ) ) : $saved );
		return translate_flow_state( $id );
	} );
}

/** Calls `work` with the id of the post (0: none yet), its row locked, inside a transaction that an error or a death undoes. */
function translate_flow_alone( $request, $work ) {
	global $wpdb;
	$key  = (string) $request['key'];
	$lock = 'translate_flow_' . md5( DB_NAME . $wpdb->prefix . strtok( $key, '-' ) );
	if ( ! preg_match( '/^[A-Za-z0-9]+-[0-9]+$/', $key ) ) {
		return new WP_Error( 'translate_flow_key', 'No key.', array( 'status' => 400 ) );
	}
	if ( '1' !== (string) $wpdb->get_var( $wpdb->prepare( 'SELECT GET_LOCK(%s, 15)', $lock ) ) ) {
		return new WP_Error( 'translate_flow_busy', 'Another write is still going on.', array( 'status' => 503 ) );
	}
	$done = false;
	try {
		$id = translate_flow_id( $key, (int) $request['id'] );
		$wpdb->query( 'START TRANSACTION' );
		if ( $id ) {
			// The first thing read, so that all reads after it see what was committed before the row was ours.
			$wpdb->get_var( $wpdb->prepare( "SELECT ID FROM {$wpdb->posts} WHERE ID = %d FOR UPDATE", $id ) );
			clean_post_cache( $id );
			if ( ! get_post( $id ) ) {
				$id = 0;
			} elseif ( ! current_user_can( 'edit_post', $id ) ) {
				return new WP_Error( 'rest_cannot_edit', 'Sorry, you are not allowed to edit this post.', array( 'status' => 403 ) );
			}
		}
		$result = $work( $id );
		if ( ! is_wp_error( $result ) ) {
			$done = false !== $wpdb->query( 'COMMIT' );
			return $done ? $result : new WP_Error( 'translate_flow_commit', 'The database did not keep it.', array( 'status' => 500 ) );
		}
		return $result;
	} finally {
		if ( ! $done ) {
			$wpdb->query( 'ROLLBACK' );
			if ( ! empty( $id ) ) {
				clean_post_cache( $id );
			}
		}
		$wpdb->query( $wpdb->prepare( 'SELECT RELEASE_LOCK(%s)', $lock ) );
	}
}

/** Why an existing post must stay as it is (an error), that it is as asked already (its state), or null. */
function translate_flow_refused( $request, $id ) {
	$post  = get_post( $id );
	$now   = translate_flow_mark( $post );
	$saved = (string) get_post_meta( $id, TRANSLATE_FLOW_SAVED, true ) ?: (string) $request['mark'];
	$cut   = function ( $mark ) use ( $request ) {
		return $request['any_status'] ? strtok( $mark, ':' ) : $mark;
	};
	if ( $request['overwrite'] ) {
		return null;
	}
	if ( '' === $saved || $cut( $now ) !== $cut( $saved ) ) {
		return new WP_Error( 'translate_flow_edited', 'The post was changed.', array( 'status' => 409, 'post' => translate_flow_state( $id ) ) );
	}
	if ( $now === $saved && get_post_meta( $id, TRANSLATE_FLOW_SENT, true ) === $request['sent'] ) {
		return translate_flow_state( $id );
	}
	require_once ABSPATH . 'wp-admin/includes/post.php';
	$holder = wp_check_post_lock( $id );
	if ( $holder ) {
		$user = get_userdata( $holder );
		return new WP_Error( 'translate_flow_open', 'The post is being edited.', array( 'status' => 409, 'who' => $user ? $user->display_name : '' ) );
	}
	return null;
}

function translate_flow_written( $request, $id ) {
	$fields = (array) $request['fields'];
	$status = $fields['status'] ?? '';
	$new    = ! $id;
	if ( $new ) {
		$route  = rest_get_route_for_post_type_items( $request['type'] ?: 'post' );
		$drawn  = array_diff_key( $fields, array( 'categories' => 1, 'tags' => 1 ) );
		$answer = translate_flow_asked( $route, array( 'status' => 'draft' ) + $drawn );
		if ( is_wp_error( $answer ) ) {
			return $answer;
		}
		$id = (int) $answer['id'];
		update_post_meta( $id, TRANSLATE_FLOW_KEY, $request['key'] );
	}
	$error = translate_flow_linked( $id, (string) $request['lang'], (array) $request['siblings'] );
	if ( ! is_wp_error( $error ) ) {
		// Terms come after the language, for Polylang gives them in the post's own; readers see the post when it is whole.
		$rest  = $new ? array_intersect_key( $fields, array( 'status' => 1, 'date' => 1, 'date_gmt' => 1, 'categories' => 1, 'tags' => 1 ) ) : $fields;
		$error = translate_flow_asked( rest_get_route_for_post( $id ), $rest );
	}
	if ( is_wp_error( $error ) ) {
		return $error;
	}
	do_action( 'translate_flow_writing', $id, $status );
	clean_post_cache( $id );
	update_post_meta( $id, TRANSLATE_FLOW_KEY, $request['key'] );
	update_post_meta( $id, TRANSLATE_FLOW_SAVED, translate_flow_mark( get_post( $id ) ) );
	update_post_meta( $id, TRANSLATE_FLOW_SENT, (string) $request['sent'] );
	return translate_flow_state( $id );
}

/** What the REST API itself answers to a write, with all of its checks; an error as an error. */
function translate_flow_asked( $route, $fields ) {
	$inner = new WP_REST_Request( 'POST', $route );
	$inner->set_body_params( $fields );
	$answer = rest_do_request( $inner );
	return $answer->is_error() ? $answer->as_error() : $answer->get_data();
}

/** Sets a post's language, and joins it with its siblings (language => key) that are there. Others that editors linked stay linked. */
function translate_flow_linked( $id, $lang, $siblings ) {
	$how = translate_flow_how();
	if ( '' === $lang || '' === $how ) {
		return null;
	}
	$ours = array( $lang => $id );
	foreach ( $siblings as $other => $key ) {
		$found = translate_flow_id( (string) $key );
		if ( $found && $found !== $id && 'trash' !== get_post_status( $found ) ) {
			$ours[ $other ] = $found;
		}
	}
	if ( 'fields' === $how ) {
		return translate_flow_asked( rest_get_route_for_post( $id ), array( 'lang' => $lang ) + ( count( $ours ) > 1 ? array( 'translations' => $ours ) : array() ) );
	}
	if ( ! in_array( $lang, pll_languages_list(), true ) ) {
		return new WP_Error( 'translate_flow_language', "Polylang has no language $lang.", array( 'status' => 400 ) );
	}
	if ( pll_get_post_language( $id ) !== $lang ) {
		pll_set_post_language( $id, $lang );
	}
	$group = array();
	foreach ( $ours as $one ) {
		$group += array_map( 'intval', array_filter( pll_get_post_translations( $one ), 'get_post' ) );
	}
	foreach ( $ours as $code => $one ) {
		if ( isset( $group[ $code ] ) && $group[ $code ] !== $one ) {
			return new WP_Error( 'translate_flow_taken', "Post {$group[ $code ]} is linked as the $code version already.", array( 'status' => 409 ) );
		}
		$group[ $code ] = $one;
	}
	if ( count( $group ) > 1 && array_diff_assoc( $group, pll_get_post_translations( $id ) ) ) {
		pll_save_post_translations( $group );
	}
	return null;
}

import type { Context, View } from '../view';
import type { Route } from '../router';
import { BesideView } from './review/beside_view';
import { ListView } from './review/list_view';
import { SessionView } from './review/session_view';
import './review.css';

type ReviewRoute = Extract<Route, { view: 'review' }>;

export function reviewView(context: Context): View {
    const { session, beside } = context.route as ReviewRoute;
    if (session === null)
        return new ListView(context);
    return beside === undefined ? new SessionView(context, session) : new BesideView(context, session, beside);
}

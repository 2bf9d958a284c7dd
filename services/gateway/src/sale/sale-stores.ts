import type { ComeInStores } from '../use-cases/come-in.ts';
import type { FollowStores } from '../use-cases/follow-status.ts';
import type { GateStores } from '../use-cases/gate/check-in.ts';
import type { ChallengeStores } from '../use-cases/give-challenge.ts';
import type { HoldStores } from '../use-cases/hold-seats.ts';
import type { NoticeStores } from '../use-cases/line-notices.ts';
import type { OrderStores } from '../use-cases/place-order.ts';
import type { WebhookStores } from '../use-cases/receive-stripe-event.ts';
import type { ReturnStores } from '../use-cases/return-from-payment.ts';
import type { ReportStores } from '../use-cases/show-drop-report.ts';
import type { TicketStores } from '../use-cases/show-my-tickets.ts';
import type { ReceiptStores } from '../use-cases/show-receipt.ts';
import type { TransferStores } from '../use-cases/transfers/transfer-stores.ts';
import type { LaneCodeStores } from '../use-cases/use-lane-code.ts';
import type { SeatBoard } from './seat-board.ts';
import type { SeatMapStores } from './seat-map-cache.ts';

/** Everything the routes of the sale hand to their use-cases; each use-case names what it takes of it. */
export interface SaleStores
  extends LaneCodeStores,
    ChallengeStores,
    ComeInStores,
    HoldStores,
    NoticeStores,
    OrderStores,
    GateStores,
    ReturnStores,
    WebhookStores,
    TicketStores,
    ReceiptStores,
    FollowStores,
    ReportStores,
    TransferStores,
    SeatMapStores {
  readonly seats: SeatBoard;
  /** Stops the timers of the boards. */
  readonly stop: () => void;
}
